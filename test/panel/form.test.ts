/** Fields made from schemas: which control, which text means which value, and what is said of a wrong one. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { labelOf, type ParameterSchema } from '../../src/shared/description';
import { accepted, choicesOf, fieldKind, fieldText, parseField, withoutDefaults } from '../../webview/ui/form/schema';
import { explainedName, outputName, positionOf, targetProblem } from '../../webview/explain/form/target';
import { rankPredictions } from '../../webview/explain/numbers/ranking';
import { defaultForm, model, resultOf } from './scenario';
import { float32 } from '../../src/shared/tensor';

const steps: ParameterSchema = { type: 'integer', minimum: 1, maximum: 1000, default: 50 };
const baseline: ParameterSchema = { anyOf: [{ type: 'string' }, { type: 'number' }, { enum: ['black', 'blur'] }] };
const mean: ParameterSchema = { type: 'array', items: { type: 'number' } };

// Schema, text, value.
const good: [ParameterSchema, string, unknown][] = [
  [steps, '7', 7],
  [steps, ' 1000 ', 1000],
  [steps, '', 50],
  [{ type: 'number' }, '1e-3', 0.001],
  [{ type: 'number' }, '−2.5', -2.5],
  [{ type: 'boolean' }, 'true', true],
  [{ enum: ['left', 'right'] }, 'right', 'right'],
  [{ enum: [1, 2] }, '2', 2],
  [{ type: 'string' }, 'conv2', 'conv2'],
  [mean, '0.485, 0.456, 0.406', [0.485, 0.456, 0.406]],
  [mean, '[1 2;3]', [1, 2, 3]],
  [baseline, '0.5', 0.5],
  [baseline, 'blur', 'blur'],
  [baseline, 'grey.png', 'grey.png'],
  [{}, '', undefined],
  [{ type: 'number', exclusiveMinimum: 0 }, '', undefined],
];

// Schema, text, the sentence.
const bad: [ParameterSchema, string, string][] = [
  [steps, '0', 'Enter a whole number from 1 to 1000.'],
  [steps, '2.5', 'Enter a whole number from 1 to 1000.'],
  [steps, 'many', 'Enter a whole number from 1 to 1000.'],
  [steps, 'Infinity', 'Enter a whole number from 1 to 1000.'],
  [steps, '9'.repeat(400), 'Enter a whole number from 1 to 1000.'],
  [{ type: 'number', exclusiveMinimum: 0 }, '0', 'Enter a number above 0.'],
  [{ type: 'number', minimum: 0 }, '-1', 'Enter a number of at least 0.'],
  [{ enum: ['left', 'right'] }, 'up', 'Enter “left” or “right”.'],
  [{ type: 'boolean' }, 'yes', 'Enter true or false.'],
  [mean, '1, x', 'Enter a number.'],
  [{ anyOf: [{ type: 'number' }, { enum: ['black'] }] }, 'red', 'Enter a number, or “black”.'],
];

describe('fields from schemas', () => {
  for (const [schema, text, value] of good)
    it(`takes “${text}” for ${accepted(schema)}`, () => deepEqual(parseField(schema, text), { ok: true, value }));
  for (const [schema, text, message] of bad)
    it(`refuses “${text.slice(0, 12)}” for ${accepted(schema)}`, () =>
      deepEqual(parseField(schema, text), { ok: false, message }));

  it('chooses the control', () => {
    deepEqual(
      [steps, { enum: ['a'] }, { type: 'boolean' }, baseline, mean, {}].map((schema) =>
        fieldKind(schema as ParameterSchema),
      ),
      ['number', 'choice', 'flag', 'text', 'text', 'text'],
    );
    equal(fieldKind({ ...baseline, form: { options: { blur: 'Blurred' } } }), 'choice');
  });

  it('names what is offered, with the layers of the model and what can be typed', () => {
    const layers = [{ value: 'conv1', label: 'conv1 · Conv' }];
    const labels = (schema: ParameterSchema) => choicesOf(schema, layers).map(({ label }) => label);
    deepEqual(labels({ enum: ['gauss-legendre', 'box'], form: { options: { box: 'A box' } } }), [
      'Gauss legendre',
      'A box',
    ]);
    deepEqual(labels({ form: { options: { auto: 'Automatic' }, other: 'A number' } }), ['Automatic', 'Other…']);
    deepEqual(labels({ form: { options: { input: 'The input' }, layers: true } }), ['The input', 'conv1 · Conv']);
    deepEqual(
      ['untilConverged', 'min_dist', 'k'].map((name) => labelOf(name)),
      ['Until converged', 'Min dist', 'K'],
    );
  });

  it('shows values as they would be typed', () => {
    deepEqual([0.5, true, 'blur', [1, 2.5], undefined, null].map(fieldText), ['0.5', 'true', 'blur', '1, 2.5', '', '']);
  });

  it('says nothing of the limits of whole numbers that no one can reach', () => {
    equal(accepted({ type: 'integer', minimum: -(2 ** 53) + 1, maximum: 2 ** 53 - 1 }), 'a whole number');
  });

  it('sends only what differs from the defaults', () => {
    deepEqual(withoutDefaults({ steps: 50, mean: [1], gone: undefined }, { steps, mean }), { mean: [1] });
  });
});

// Text, what is wrong with it among 10 classes and 3 samples.
const targets: [string, RegExp | undefined][] = [
  ['argmax', undefined],
  ['7', undefined],
  ['1, 2, 3', undefined],
  ['conv1:0,3,4', undefined],
  ['logits:9', undefined],
  ['', /class index/],
  ['10', /no class 10.*0 to 9/],
  ['1,2', /one for each of the 3 samples/],
  ['conv9:1', /no layer output “conv9”/],
  ['seven', /LAYER:I/],
  ['conv1:x', /LAYER:I/],
];

describe('targets', () => {
  for (const [text, problem] of targets)
    it(`${problem ? 'refuses' : 'takes'} “${text}”`, () => {
      const found = targetProblem(text, model, 10, 3);
      if (problem) ok(found !== undefined && problem.test(found), found);
      else equal(found, undefined);
    });

  it('names what is explained', () => {
    const result = resultOf('digit', { ...defaultForm, target: '3' });
    equal(explainedName(model, result, 0), '3 · three');
    equal(explainedName(model, { ...result, target: { value: 'conv1', indices: [40] } }, 0), 'conv1 · unit 40');
    deepEqual(positionOf(40, [4, 3, 5]), [2, 2, 0]);
    const detector = { ...model, labels: ['background', 'cat', 'dog'] };
    equal(outputName(detector, 4, [20, 3]), '1 · cat at 1');
    equal(outputName({ ...detector, labels: ['a'] }, 4, [20, 3]), '[1, 1]');
  });
});

describe('predictions', () => {
  const result = resultOf('digit', defaultForm);

  it('ranks scores with their softmax', () => {
    const rows = rankPredictions(model, { ...result, output: float32([1, 3], [0, Math.log(3), Math.log(4)]) }, 0);
    deepEqual(
      rows.map(({ label }) => label),
      ['2 · two', '1 · one', '0 · zero'],
    );
    for (const [index, expected] of [1 / 2, 3 / 8, 1 / 8].entries())
      ok(Math.abs(rows[index]!.probability! - expected) < 1e-6);
  });

  it('survives scores far beyond what exp can hold', () => {
    const rows = rankPredictions(model, { ...result, output: float32([1, 2], [5000, 4000]) }, 0);
    deepEqual(
      rows.map(({ probability }) => probability),
      [1, 0],
    );
  });

  it('takes probabilities as they are', () => {
    const output = float32([1, 2], [0.25, 0.75]);
    const rows = rankPredictions(model, { ...result, output, outputIsProbability: true }, 0);
    deepEqual(
      rows.map(({ probability }) => probability),
      [0.75, 0.25],
    );
  });

  it('adds the explained class when it is not among the first ten', () => {
    const output = float32(
      [1, 40],
      Array.from({ length: 40 }, (_, index) => -index),
    );
    const rows = rankPredictions(model, { ...result, output, target: { value: 'logits', indices: [33] } }, 0);
    equal(rows.length, 11);
    deepEqual([rows[10]!.label, rows[10]!.explained], ['class 33', true]);
  });

  it('gives a single score and a map of scores no probability', () => {
    equal(rankPredictions(model, { ...result, output: float32([1, 1], [3]) }, 0)[0]!.probability, undefined);
    const map = rankPredictions(model, { ...result, output: float32([1, 2, 2], [1, 2, 3, 4]) }, 0)[0]!;
    deepEqual([map.label, map.target, map.probability], ['[1, 1]', 'logits:1,1', undefined]);
  });
});
