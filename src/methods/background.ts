/**
 * Scores of a detector have a class for "nothing here", which wins at nearly every place. It is the background, and an explanation of "the
 * winner" means the strongest of the other classes.
 */

/** Names that data sets and libraries give it. */
const NAMES = /^(?:_*background_*|bg|no[ _-]?object)$/i;

/** Share of the places at which class 0 has to win to count as background where no name says so, and the least number of places. */
const NEARLY_ALL = 0.9;
const MANY_PLACES = 16;

/**
 * The background among the scores of one sample, [places, classes]: the class of that name, else class 0 where it wins at nearly every
 * place. Undefined where there is none. `labels` are the names of the classes.
 */
export function backgroundOf(
  scores: ArrayLike<number>,
  shape: readonly number[],
  labels: readonly string[] | undefined,
): number | undefined {
  const [places, classes] = shape;
  if (shape.length !== 2 || places === undefined || classes === undefined || classes < 2 || places < MANY_PLACES)
    return undefined;
  const named = labels?.length === classes ? labels.findIndex((label) => NAMES.test(label.trim())) : -1;
  if (named >= 0) return named;
  let won = 0;
  for (let place = 0; place < places; place++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (scores[place * classes + k]! > scores[place * classes + best]!) best = k;
    if (best === 0) won++;
  }
  return won >= NEARLY_ALL * places ? 0 : undefined;
}
