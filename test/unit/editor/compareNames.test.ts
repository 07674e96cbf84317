/** What runs beside each other are called, and what a layer's part in an explanation is. */
import assert from 'node:assert/strict';
import { namesOf } from '../../../src/editor/compare/names';
import { sharesOf } from '../../../src/shared/ledger';

const run = (method: string, label: string, title?: string) => ({
  request: { method, parameters: {}, seed: 0, device: 'auto' },
  label,
  ...(title !== undefined && { title }),
});

const cases: [what: string, runs: ReturnType<typeof run>[], names: string[]][] = [
  [
    'methods on one picture',
    [run('lrp', 'lrp · 3.png · a.onnx'), run('gradient', 'gradient · 3.png · a.onnx')],
    ['LRP', 'Gradient'],
  ],
  [
    'one method on two models',
    [run('lrp', 'lrp · 3.png · a.onnx'), run('lrp', 'lrp · 3.png · b.onnx')],
    ['a.onnx', 'b.onnx'],
  ],
  ['the same twice', [run('lrp', 'lrp · 3.png'), run('lrp', 'lrp · 3.png')], ['lrp · 3.png', 'lrp · 3.png']],
  ['one alone', [run('lrp', 'lrp · 3.png')], ['LRP · 3.png']],
  ['what a person called it', [run('lrp', 'lrp · x', 'Mine'), run('gradient', 'gradient · x')], ['Mine', 'Gradient']],
  ['a method of a later version', [run('new', 'new · x'), run('lrp', 'lrp · x')], ['new', 'LRP']],
];

describe('names of runs beside each other', () => {
  for (const [what, runs, names] of cases) it(what, () => assert.deepEqual(namesOf(runs), names));
});

describe('shares of a ledger', () => {
  const row = (entered: number, left: number, bias: number, stabiliser: number) => ({
    ...{ layer: '', op: '', rule: '' },
    ...{ entered: [0, entered], left: [0, left], bias: [0, bias], stabiliser: [0, stabiliser] },
    remainder: [0, entered - left - bias - stabiliser],
  });
  const rows = [row(-4, -3, -1, 0), row(-3, -2, 0, -0.5)];

  it('are of what the first row started with, whatever its sign', () =>
    assert.deepEqual(sharesOf(rows[0]!, rows, 1), {
      ...{ entered: 1, left: 0.75, bias: 0.25, stabiliser: -0, remainder: -0 },
      broken: false,
    }));

  it('mark a layer that loses more than a thousandth', () => {
    const { broken, remainder } = sharesOf(rows[1]!, rows, 1);
    assert.ok(broken);
    assert.equal(remainder, 0.125);
  });
});
