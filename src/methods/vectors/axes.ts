/** Named vectors in the plane of two axes, each from one name to another: man → woman, poor → rich. */
import { ArgumentError } from '../../shared/errors';
import type { AxesAnswer, AxesRequest, Axis } from '../../shared/vectors/requests';
import { answerArithmetic, combine } from './arithmetic';
import { find, type Search, type VectorSpace } from './space';

/** Nobody could read more. */
const MOST_WORDS = 1000;
const WITHOUT_ANGLE = 0.995;

const conventions = [
  'A coordinate is the projection of the unit vector on the normalised difference of the two unit vectors that define the axis: the cosine of the angle between word and axis, −1 to 1 (Bolukbasi et al. 2016; Kozlowski, Taddy, Evans 2019).',
  'The axes are drawn at a right angle, whatever their own angle; its cosine tells how far they measure the same.',
];

/** Throws ArgumentError for an unknown name, with the nearest ones, for an axis without a direction, and for more than 1,000 words. */
export async function placeOnAxes(
  space: VectorSpace,
  { axes, words }: Pick<AxesRequest, 'axes' | 'words'>,
  search: Search,
): Promise<AxesAnswer> {
  const { names } = space;
  const ends = axes.map(({ from, to }) => [find(space, from), find(space, to)] as const);
  const [x, y] = ends.map(([from, to], i) => direction(space, from, to, axes[i]!)) as [Float32Array, Float32Array];
  const poles = new Set(ends.flat());
  const rows = 'query' in words ? await rowsNear(space, words, search) : words.map((word) => find(space, word));
  const shown = [...new Set([...poles, ...rows])];
  if (shown.length > MOST_WORDS)
    throw new ArgumentError(`${shown.length} words do not fit on the axes; ask for at most ${MOST_WORDS}.`);
  const cosine = dot(x, y);
  return {
    axes: ends.map(([from, to]) => ({ from: names[from]!, to: names[to]! })) as [Axis, Axis],
    cosine,
    words: shown.map((index) => {
      const unit = space.units.subarray(index * space.width, (index + 1) * space.width);
      return { name: names[index]!, index, x: dot(unit, x), y: dot(unit, y), pole: poles.has(index) };
    }),
    conventions: [
      ...space.conventions,
      ...conventions,
      ...(Math.abs(cosine) > WITHOUT_ANGLE
        ? ['The two axes point the same way, so all words would lie on a line; choose another axis.']
        : []),
    ],
  };
}

/** The words of the expression too: the others are near them. */
async function rowsNear(space: VectorSpace, { query, count }: { query: string; count: number }, search: Search) {
  const { terms, neighbours } = await answerArithmetic(space, { query, count }, search);
  return [...terms, ...neighbours].map(({ index }) => index);
}

/** Of length 1. */
function direction(space: VectorSpace, from: number, to: number, axis: Axis): Float32Array {
  const difference = combine(space, [
    { weight: 1, index: to },
    { weight: -1, index: from },
  ]);
  const length = Math.sqrt(dot(difference, difference));
  if (!(length > 0))
    throw new ArgumentError(
      `"${axis.from}" and "${axis.to}" have the same direction, so there is no axis between them.`,
    );
  return difference.map((value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
