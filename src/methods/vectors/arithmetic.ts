/** Sums and differences of named vectors: "london - england + france", and what lies nearest to where that leads. */
import type { ArithmeticAnswer } from '../../shared/vectors';
import { ArgumentError } from '../../shared/errors';
import { find, nearest, type Search, type VectorSpace } from './space';

export interface Term {
  sign: 1 | -1;
  name: string;
}

/** Throws ArgumentError for an expression that is none. */
export function parseExpression(query: string): Term[] {
  const terms: Term[] = [];
  let sign: Term['sign'] | undefined = 1;
  for (const word of query.trim().split(/\s+/)) {
    if (sign === undefined || !terms.length)
      if (/^[+\-−]$/.test(word)) {
        sign = word === '+' ? 1 : -1;
        continue;
      }
    if (word === '') break;
    if (sign === undefined)
      throw new ArgumentError(
        `Between "${terms.at(-1)!.name}" and "${word}" a + or - is missing; a phrase is written as in the file, for instance ${terms.at(-1)!.name}_${word}.`,
      );
    terms.push({ sign, name: word });
    sign = undefined;
  }
  if (!terms.length || sign !== undefined)
    throw new ArgumentError(
      `"${query}" is no expression: names with + and - between them, with spaces around each: "london - england + france".`,
    );
  return terms;
}

/** How names are put together and compared, a sentence each. */
export const arithmeticConventions = [
  'Vectors are brought to length 1 before they are added (3CosAdd: Mikolov, Yih, Zweig 2013); near is a large cosine.',
  "The query's own words are left out of the answers, as is the custom; without that, one of them is nearest more often than not.",
];

/** Unit vectors added with their signs. */
export function combine(
  { units, width }: VectorSpace,
  terms: readonly { sign: number; index: number }[],
): Float32Array {
  const sum = new Float32Array(width);
  for (const { sign, index } of terms) for (let i = 0; i < width; i++) sum[i]! += sign * units[index * width + i]!;
  return sum;
}

/** Throws ArgumentError for an unknown name, with the nearest ones, and for a sum without a direction. */
export async function answerArithmetic(
  space: VectorSpace,
  query: string,
  count: number,
  search: Search,
): Promise<ArithmeticAnswer> {
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new ArgumentError(`Neighbours are 1 to 1,000, not ${count}.`);
  const terms = parseExpression(query).map(({ sign, name }) => {
    const index = find(space, name);
    return { sign, index, name: space.names[index]! };
  });
  const sum = combine(space, terms);
  if (!sum.some((value) => value !== 0))
    throw new ArgumentError(`"${query}" is zero: it has no direction, so nothing is near to it.`);
  const own = new Set(terms.map(({ index }) => index));
  const [found] = await nearest(space, sum, count, [own], search);
  return {
    terms,
    neighbours: found!.map(({ index, cosine }) => ({ index, cosine, name: space.names[index]! })),
    conventions: [...space.conventions, ...(terms.length > 1 ? arithmeticConventions : [])],
  };
}
