/** Source texts that are nonsense, half typed or made to hurt: reading them never throws and never takes long. */
import { definitionsIn } from '../../../../src/editor/hover/source/definition';
import { random } from '../../../../src/shared/random';

const many = 2 ** 17;
// prettier-ignore
const repeated = [
  '(', '[(', ')', '((((]', '`${', "'", '"""', '/*', '\\', '=', '**', 'a.', 'from ', 'import{',
  'nn.Linear(', 'nn.Linear(3, 4), ', 'nn.Sequential(nn.Linear(3, 4), ',
];

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
});

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
