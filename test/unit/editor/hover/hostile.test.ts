/** Source texts that are nonsense, half typed or made to hurt: reading them never throws and never takes long. */
import assert from 'node:assert/strict';
import { definitionsIn, definitionsOf } from '../../../../src/editor/hover/source/definition';
import { Source } from '../../../../src/editor/hover/source/source';
import { random } from '../../../../src/shared/random';

const many = 2 ** 17;
// prettier-ignore
const repeated = [
  '(', '[(', ')', '((((]', '`${', "'", '"""', '/*', '\\', '=', '**', 'a.', 'from ', 'import{',
  'nn.Linear(', 'nn.Linear(3, 4), ', 'nn.Sequential(nn.Linear(3, 4), ',
];

/** What is repeated, what stands before it, and what closes it again. */
const growing = [
  ['nn.Sequential(', 'nn.Linear(3, 4), ', ''],
  ['nn.Sequential([', 'nn.Linear(3, 4), ', '])'],
  ['', '[nn.Linear(3, 4), ', ''],
  ['', '(', ')=nn.Linear(3, 4)'],
  ['', 'x: [', '] = nn.Linear(3, 4)'],
  ['a.a.a.a.a.a.a.a(', 'nn.Linear(3, 4), ', ')'],
  ['', 'from.\n', ''],
  ['', 'import.\n', ''],
  ['', 'from # import *\nnn.Linear(3, 4)\n', ''],
  ['', 'import{}from"m"\n', ''],
  ['', 'const {a} = require("m");', ''],
  ['', 'x = nn.Sequential(', 'nn.Linear(3, 4))'],
  ['', 'nn.Linear([', '])'],
  ['', 'nn.Linear(1 + (', '))'],
] as const;

describe('layer definitions in hostile texts', () => {
  it('never throws, whatever the text', () => {
    const { next } = randomPieces();
    for (let round = 0; round < 3000; round++) {
      const text = next();
      for (const language of ['python', 'script'] as const)
        definitionsIn(text, language, Math.floor((text.length * (round % 17)) / 17));
    }
  });

  // A reader whose time grows with the square of the text would take minutes for each.
  for (const piece of repeated)
    it(`reads 131,072 characters of ${piece} at once`, () => {
      for (const language of ['python', 'script'] as const)
        definitionsIn(`${piece.repeat(Math.ceil(many / piece.length))} nn.Linear(3, 4)`, language, many + 5);
    });

  // The definition stands in the middle, so that what comes after is read too.
  for (const [before, piece, after] of [...repeated.map((one) => ['', one, '']), ...growing])
    it(`looks at twice the tokens for twice the text: ${[before, piece, after].filter(Boolean).join(' … ')}`, () => {
      for (const language of ['python', 'script'] as const) {
        const [once, twice] = [500, 1000].map((count) => {
          // Pieces with # differ from each other.
          const many = (text: string) => Array.from({ length: count }, (_, i) => text.replace('#', `m${i}`)).join('');
          return looksAt(`${before}${many(piece)} nn.Linear(3, 4)${many(after)}`, language);
        }) as [number, number];
        // A single look at everything, which only one of the texts may need, is in proportion too.
        assert.ok(twice <= 2.2 * once + 10_000, `${once} looks, then ${twice} in ${language}`);
      }
    });
});

/** How often a token, or the bracket it stands in, is looked at to tell the definitions of a text. */
function looksAt(text: string, language: 'python' | 'script'): number {
  let looks = 0;
  const source = new Source(text, language);
  const counted = <T extends object>(list: T): T =>
    new Proxy(list, {
      get: (target, name) => {
        looks++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  for (const name of ['tokens', 'parents', 'closes', 'opens'] as const)
    Object.defineProperty(source, name, { value: counted(source[name]) });
  definitionsOf(source, text.indexOf('nn.Linear(3, 4)') + 5);
  return looks;
}

/** Pieces of definitions in a random order: often nonsense, sometimes nearly right. */
function randomPieces() {
  // prettier-ignore
  const pieces = [
    'nn', '.', 'Linear', '(', ')', '[', ']', '{', '}', ',', '=', ':', '"', "'", '"""', '`', '${', '#', '//', '/*', '*/',
    '\n', '\\', ' ', '3', '-', '**', '*', '...', 'import', 'from', 'torch', 'as', 'def', 'class', 'tf.layers.dense', 'units',
    'nn.Conv2d(', 'name=', 'const', 'self', 'é', '\ud800', '\0', '1e', '0x', 'f"', 'nn.Sequential(', '\r\n', '@', '/', '?.',
  ];
  const { uniform } = random(7);
  const pick = () => pieces[Math.floor(uniform() * pieces.length)]!;
  return { next: () => Array.from({ length: 1 + Math.floor(uniform() * 40) }, pick).join('') };
}
