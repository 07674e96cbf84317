/** Sums and differences of named vectors: "london - england + france", and the nearest names to the result. */
import { ArgumentError } from '../../shared/errors';
import { parseExpression } from '../../shared/vectors/expression';
import type { ArithmeticAnswer, ArithmeticRequest } from '../../shared/vectors/requests';
import { find, nearest, type Search, type VectorSpace } from './space';

export const nearIsCosine = 'Nearness is the cosine of the angle between vectors, −1 to 1.';
export const additionConvention =
  'Vectors are scaled to length 1 before they are added (3CosAdd: Mikolov, Yih, Zweig 2013).';
export const leftOutConvention =
  "The query's own words are left out of the answers, as is customary; otherwise one of them is usually the nearest.";
const keptConvention =
  "The query's own words are kept among the answers, against custom: leaving them out hides that one of them is often the nearest.";

/** Unit vectors added with their weights. */
export function combine(
  { units, width }: VectorSpace,
  terms: readonly { weight: number; index: number }[],
): Float32Array {
  const sum = new Float32Array(width);
  for (const { weight, index } of terms) for (let i = 0; i < width; i++) sum[i]! += weight * units[index * width + i]!;
  return sum;
}

/** Throws ArgumentError for an unknown name, with the nearest ones, and for a sum without a direction. */
export async function answerArithmetic(
  space: VectorSpace,
  { query, count, own = false }: Pick<ArithmeticRequest, 'query' | 'count' | 'own'>,
  search: Search,
): Promise<ArithmeticAnswer> {
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new ArgumentError(`The number of neighbours must be from 1 to 1,000, not ${count}.`);
  const terms = parseExpression(query).map(({ weight, name }) => {
    const index = find(space, name);
    return { weight, index, name: space.names[index]! };
  });
  const sum = combine(space, terms);
  if (!sum.some((value) => value !== 0))
    throw new ArgumentError(`"${query}" is zero: it has no direction, so nothing is near it.`);
  const excluded = new Set(own ? [] : terms.map(({ index }) => index));
  const [found] = await nearest(space, sum, count, [excluded], search);
  return {
    terms,
    neighbours: found!.map(({ index, cosine }) => ({ index, cosine, name: space.names[index]! })),
    conventions: [
      ...space.conventions,
      nearIsCosine,
      ...(terms.length > 1 ? [additionConvention] : []),
      own ? keptConvention : leftOutConvention,
    ],
  };
}
