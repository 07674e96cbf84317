/**
 * The example's word vectors: a few hundred sentences of our own, words counted beside each other, positive pointwise mutual information, and
 * its largest eigenvectors (Levy, Goldberg 2014). No corpus is behind them but what stands here, so that everyone may have them.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { random } from '../../src/shared/random';

const WIDTH = 24;
/** How often the sentences are told, each time without some of their words: else whole groups of words would be exactly alike. */
const TELLINGS = 40;
const KEPT = 0.7;

const countries = [
  'england london english thames tea rain',
  'france paris french seine wine cheese',
  'germany berlin german spree beer bread',
  'italy rome italian tiber pasta marble',
  'spain madrid spanish manzanares olives flamenco',
  'greece athens greek kifisos temple feta',
  'norway oslo norwegian akerselva salmon snow',
  'egypt cairo arabic nile pyramid desert',
  'japan tokyo japanese sumida sushi cherry',
  'russia moscow russian moskva tundra birch',
];
const pairs = [
  'king queen crown throne reign',
  'prince princess crown castle heir',
  'man woman adult person tall',
  'boy girl child school small',
  'father mother child parent home',
  'son daughter child parent heir',
  'brother sister sibling home play',
  'uncle aunt relative visit gift',
  'actor actress stage film role',
  'waiter waitress table menu serve',
];
const people: Record<string, string> = {
  rich: 'banker surgeon lawyer heir king queen prince princess owner',
  poor: 'beggar servant farmer orphan waiter waitress cleaner miner',
};
const wealth: Record<string, string> = { rich: 'gold money villa pearls yacht', poor: 'debt hunger rags hut cold' };
const gender = { he: 'he his him beard', she: 'she her hers dress' };

/** Words that stand together. */
function sentences(): string[] {
  return [
    ...countries.flatMap((line) => {
      const [country = '', capital = '', ...things] = line.split(' ');
      const all = things.join(' ');
      return [
        `${country} country border flag people ${all}`,
        `${capital} city capital street mayor ${all}`,
        `${capital} capital ${country}`,
      ];
    }),
    ...pairs.flatMap((line) => {
      const [male = '', female = '', ...things] = line.split(' ');
      return [`${male} ${gender.he} ${things.join(' ')}`, `${female} ${gender.she} ${things.join(' ')}`];
    }),
    ...Object.entries(people).flatMap(([kind, names]) =>
      names.split(' ').map((name) => `${name} ${kind} ${wealth[kind]!}`),
    ),
    `nurse ${gender.she} hospital patient`,
    `surgeon ${gender.he} hospital patient`,
    `miner ${gender.he} coal`,
    `teacher ${gender.she} school`,
  ];
}

/** As text: a word and its numbers on each line, the most frequent words first. */
export function wordVectors(): string {
  const draw = random(20);
  const counts = new Map<string, Map<string, number>>();
  const told = Array.from({ length: TELLINGS }, () => sentences()).flat();
  for (const sentence of told) {
    const words = sentence.split(' ').filter(() => draw.uniform() < KEPT);
    for (const a of words)
      for (const b of words) {
        if (a === b) continue;
        const row = counts.get(a) ?? new Map<string, number>();
        counts.set(a, row.set(b, (row.get(b) ?? 0) + 1));
      }
  }
  const sums = new Map(
    [...counts].map(([word, row]) => [word, [...row.values()].reduce((sum, count) => sum + count, 0)]),
  );
  const words = [...sums.keys()].sort((a, b) => sums.get(b)! - sums.get(a)! || (a < b ? -1 : 1));
  const total = [...sums.values()].reduce((sum, count) => sum + count, 0);
  const information = words.map((a) =>
    words.map((b) => {
      const count = counts.get(a)!.get(b) ?? 0;
      return count ? Math.max(0, Math.log((count * total) / (sums.get(a)! * sums.get(b)!))) : 0;
    }),
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(information), {
    assumeSymmetric: true,
  });
  const largest = realEigenvalues
    .map((value, column) => ({ value, column }))
    .sort((a, b) => b.value - a.value)
    .slice(0, WIDTH);
  const lines = words.map((word, row) => {
    const numbers = largest.map(({ value, column }) => eigenvectorMatrix.get(row, column) * Math.sqrt(value));
    return [word, ...numbers.map((number) => number.toFixed(4))].join(' ');
  });
  return `${lines.join('\n')}\n`;
}

/** "a is to b as c is to d", for every two of a kind. */
export function wordQuestions(): string {
  const twos = (lines: readonly string[]) => lines.map((line) => line.split(' ').slice(0, 2).join(' '));
  const section = (name: string, all: readonly string[]) => [
    `: ${name}`,
    ...all.flatMap((a) => all.filter((b) => b !== a).map((b) => `${a} ${b}`)),
  ];
  return `${[...section('capitals', twos(countries)), ...section('family', twos(pairs))].join('\n')}\n`;
}
