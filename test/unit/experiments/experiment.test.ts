/** Experiment files: what they ask for, what is said when they are wrong, and the schema that editors check them with. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { parseExperiment, readExperiment } from '../../../src/experiments/experiment';
import { expand, jobKey } from '../../../src/experiments/grid';
import { completionsAt, hoverAt } from '../../../src/experiments/language';
import { experimentSchema } from '../../../src/experiments/schema';
import { writeExperiment } from '../../../src/experiments/write';
import { methods } from '../../../src/methods';
import { random } from '../../../src/shared/random';
import { temporaryFolder } from '../../helpers/models';

const root = resolve('/work/space');
const file = join(root, 'studies/one.netloupe.yaml');
const pair = 'model: m.onnx\ndata: d.npz#x\n';

const grids: [name: string, text: string, labels: string[]][] = [
  ['one method', `${pair}method: gradient`, ['gradient']],
  ['JSON', '{"model": "m.onnx", "data": "d.npy", "method": ["gradient", "lrp"]}', ['gradient', 'lrp']],
  [
    'two models and a varied parameter',
    'model: [a.onnx, b/c.onnx]\ndata: d.npy\nmethod: {id: smoothgrad, vary: {samples: [25, 50]}}',
    [
      'smoothgrad · samples 25 · a.onnx',
      'smoothgrad · samples 25 · c.onnx',
      'smoothgrad · samples 50 · a.onnx',
      'smoothgrad · samples 50 · c.onnx',
    ],
  ],
  ['targets and seeds', `${pair}method: gradient\ntarget: [0, 1]\nseed: [3, 4]`, [
    'gradient · 0 · seed 3', 'gradient · 0 · seed 4', 'gradient · 1 · seed 3', 'gradient · 1 · seed 4',
  ]],
  ['a method that takes nothing', 'method: {id: perceptron-capacity, vary: {inputs: [5, 10]}}\nseed: 7', [
    'perceptron-capacity · inputs 5', 'perceptron-capacity · inputs 10',
  ]],
]; // prettier-ignore

/** The part of the text that is underlined stands between ‹ and ›. */
const wrong: [name: string, text: string, sentence: RegExp][] = [
  ['an unknown key', `${pair}method: gradient\n‹models›: x`, /no key "models"; did you mean "model"/],
  ['an unknown method', `${pair}method: ‹grad›`, /no method "grad"; did you mean "gradient"/],
  ['an unknown method in a list', `${pair}method:\n  - gradient\n  - id: ‹lpr›`, /did you mean "lrp"/],
  ['an unknown parameter', `${pair}method: {id: smoothgrad, parameters: {‹sample›: 3}}`, /did you mean "samples"/],
  ['a parameter out of range', `${pair}method: {id: smoothgrad, parameters: {samples: ‹1›}}`, /samples: Too small/],
  ['a varied value out of range', `${pair}method: {id: smoothgrad, vary: {samples: [2, ‹1›]}}`, /samples: Too small/],
  [
    'a parameter set and varied',
    `${pair}method: {id: smoothgrad, parameters: {samples: 3}, vary: {‹samples›: [4]}}`,
    /set under "parameters" already/,
  ],
  ['nothing to vary over', `${pair}method: {id: smoothgrad, vary: {samples: ‹[]›}}`, /list with at least one value/],
  [
    'a parameter of a method without any',
    `${pair}method: {id: guided-backprop, parameters: {‹x›: 1}}`,
    /has no parameters/,
  ],
  ['an empty list', `model: ‹[]›\ndata: d.npy\nmethod: gradient`, /empty list/],
  ['a key twice', `${pair}method: gradient\n‹d›ata: e.npy`, /unique/],
  ['a model that is no path', `model: ‹{a: 1}›\ndata: d.npy\nmethod: gradient`, /takes text, a number/],
  ['a seed that is no number', `${pair}method: gradient\nseed: ‹often›`, /whole number/],
  ['no data', `‹model: m.onnx\nmethod: gradient›`, /"data" is missing/],
  ['no method', `‹model: m.onnx\ndata: d.npy›`, /"method" is missing/],
  ['a list', '‹[1, 2]›', /no experiment yet/],
  ['preprocessing that is text', `${pair}method: gradient\npreprocessing: ‹dark›`, /takes names with values/],
  [
    'too many runs',
    `‹${pair}method: {id: smoothgrad, vary: {samples: [${Array.from({ length: 101 }, (_, i) => i + 2).join(', ')}]}}\nseed: [${Array.from({ length: 100 }, (_, i) => i).join(', ')}]›`,
    /10,100 runs/,
  ],
];

describe('experiment files', () => {
  const files = temporaryFolder();

  for (const [name, text, labels] of grids) {
    it(`make a grid: ${name}`, () => {
      const { experiment, problems } = parseExperiment(text, file);
      assert.deepEqual(problems, []);
      const jobs = expand(experiment!, root);
      assert.deepEqual(jobs.map(({ label }) => label), labels); // prettier-ignore
      assert.equal(new Set(jobs.map(({ request }) => jobKey(request, {}))).size, jobs.length);
    });
  }

  it('name files relative to themselves, runs relative to the workspace', () => {
    const text = 'model: [m.onnx, ../n.onnx, ../../out.onnx]\ndata: d.npz#x\ntarget: t.npz#y\nmethod: gradient';
    const jobs = expand(parseExperiment(text, file).experiment!, root);
    assert.deepEqual(jobs.map(({ request }) => request.model), ['studies/m.onnx', 'n.onnx', resolve('/work/out.onnx')]); // prettier-ignore
    assert.deepEqual([jobs[0]!.request.input, jobs[0]!.request.target], ['studies/d.npz#x', 'studies/t.npz#y']);
  });

  for (const [name, marked, sentence] of wrong) {
    it(`say what is wrong and where: ${name}`, () => {
      const text = marked.replace(/[‹›]/g, '');
      const { experiment, problems } = parseExperiment(text, file);
      const [problem] = problems.filter(({ severity }) => severity === 'error');
      assert.equal(experiment, undefined);
      assert.match(problem!.message, sentence);
      assert.equal(text.slice(problem!.start, problem!.end).trim(), marked.split('‹')[1]!.split('›')[0]);
    });
  }

  it('warn of what is not used', () => {
    const { experiment, problems } = parseExperiment('method: perceptron-capacity\nmodel: m.onnx', file);
    assert.ok(experiment);
    assert.match(problems[0]!.message, /takes no model/);
  });

  it('are read whatever they hold: broken, hostile, empty', () => {
    const bomb = `a: &a [x, x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}`;
    for (const text of [
      '',
      ' ',
      '# nothing',
      'null',
      '7',
      'a: [',
      '\t- x',
      '{',
      '\u0000',
      bomb,
      '--- a\n--- b',
      'method: *x',
    ]) {
      const { experiment, problems } = parseExperiment(text, file);
      assert.equal(experiment, undefined, text);
      assert.ok(problems.length > 0 && problems.every(({ start, end }) => start >= 0 && end > start), text);
    }
    const draw = random(4);
    const whole = readFileSync('examples/strokes.netloupe.yaml', 'utf8');
    for (let i = 0; i < 300; i++) {
      const at = Math.floor(draw.uniform() * whole.length);
      const text =
        whole.slice(0, at) +
        String.fromCharCode(32 + Math.floor(draw.uniform() * 95)) +
        whole.slice(at + 1 + Math.floor(draw.uniform() * 9));
      parseExperiment(text, file);
    }
  });

  it('fail with the line and column of the first error', async () => {
    const path = files.path('bad.netloupe.yaml');
    writeFileSync(path, `${pair}method: nothing`);
    await assert.rejects(readExperiment(path, root), /bad\.netloupe\.yaml:3:9: There is no method/);
    await assert.rejects(readExperiment(files.path('none.netloupe.yaml'), root), /cannot be read \(ENOENT\)/);
  });

  it('written for a run ask for that run again', () => {
    const written = `${pair}target: 3\nseed: 5\nmethod: {id: smoothgrad, parameters: {samples: 9, form: squared}}`;
    const [job] = expand(parseExperiment(written, file).experiment!, root);
    const other = join(root, 'kept/deep/two.netloupe.yaml');
    const text = writeExperiment(other, job!.request, { root, notes: 'Kept.' });
    assert.ok(!text.includes('tolerance') && text.includes('samples: 9') && text.includes('../../studies/m.onnx'));
    assert.deepEqual(expand(parseExperiment(text, other).experiment!, root)[0]!.request, job!.request);
  });

  it('have keys that do not depend on the order of names, and do on everything that changes the numbers', () => {
    const request = {
      method: 'lrp',
      parameters: { a: 1, b: [2] },
      seed: 0,
      device: 'auto',
      model: 'm',
      input: 'd#x',
      target: '0',
    };
    const same = {
      target: '0',
      input: 'd#x',
      model: 'm',
      device: 'auto',
      seed: 0,
      parameters: { b: [2], a: 1 },
      method: 'lrp',
    };
    assert.equal(jobKey(request, {}), jobKey(same, {}));
    const others = [{ ...request, seed: 1 }, { ...request, input: 'd#y' }, { ...request, parameters: { a: 1, b: [3] } }]; // prettier-ignore
    const all = new Set([...others, request].map((one) => jobKey(one, { model: 'f', data: 'e' })));
    assert.equal(all.size, 4);
    assert.notEqual(jobKey(request, { model: 'f' }), jobKey(request, { model: 'g' }));
  });
});

describe('the schema of experiment files', () => {
  interface Validator {
    compile(schema: object): (value: unknown) => boolean;
  }
  const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => Validator;
  const valid = new Ajv({ schemaId: 'auto', logger: false }).compile(experimentSchema());

  for (const name of ['strokes', 'xor', 'perceptron-capacity'])
    it(`accepts examples/${name}`, () =>
      assert.ok(valid(parse(readFileSync(`examples/${name}.netloupe.yaml`, 'utf8')))));

  for (const [name, text] of grids) it(`accepts ${name}`, () => assert.ok(valid(parse(text))));

  const refused = [
    'an unknown key',
    'an unknown method',
    'an unknown parameter',
    'a parameter out of range',
    'nothing to vary over',
    'an empty list',
    'no method',
    'a list',
  ];
  for (const [name, marked] of wrong.filter(([name]) => refused.includes(name)))
    it(`refuses ${name}`, () => assert.ok(!valid(parse(marked.replace(/[‹›]/g, '')))));

  it('knows every method with every parameter', () => {
    const text = JSON.stringify(experimentSchema());
    for (const { id, parameters } of methods) {
      assert.ok(text.includes(`"${id}"`), id);
      for (const name of Object.keys(parameters.shape)) assert.ok(text.includes(`"${name}"`), name);
    }
  });
});

describe('completion and hovers in experiment files', () => {
  /** | is where the cursor stands. */
  const offered: [name: string, text: string, expected: string][] = [
    ['keys', 'mod|', 'model: '],
    ['methods', 'method: |', 'smoothgrad'],
    ['methods in a list', 'method:\n  - |', 'gradient'],
    ['methods by id', 'method:\n  - id: |', 'lrp'],
    ['parts of a method', 'method:\n  - id: lrp\n    |', 'parameters: '],
    ['parameters', 'method:\n  id: smoothgrad\n  parameters:\n    |', 'samples: '],
    ['parameters of the right entry', 'method:\n  - id: lrp\n  - id: smoothgrad\n    vary:\n      no|', 'noise: '],
    ['values', 'method:\n  id: smoothgrad\n  parameters:\n    form: |', 'squared'],
    ['truth', 'method:\n  id: smoothgrad\n  parameters:\n    untilConverged: |', 'true'],
  ];
  for (const [name, marked, expected] of offered) {
    it(`offers ${name}`, () => {
      const offset = marked.indexOf('|');
      const texts = completionsAt(marked.replace('|', ''), offset).map(({ text }) => text);
      assert.ok(texts.includes(expected), texts.join());
    });
  }

  it('offers nothing where a path is written', () => assert.deepEqual(completionsAt('model: ', 7), []));

  const said: [text: string, expected: RegExp | undefined][] = [
    ['mo|del: x', /Path of a model file/],
    ['method: smooth|grad', /\*\*SmoothGrad\*\*/],
    ['method:\n  id: smoothgrad\n  parameters:\n    sam|ples: 3', /Noisy copies.*Default: `50`/s],
    ['name: x|y', undefined],
  ];
  for (const [marked, expected] of said) {
    it(`says what ${JSON.stringify(marked)} is`, () => {
      const text = hoverAt(marked.replace('|', ''), marked.indexOf('|'));
      if (expected) assert.match(text!, expected);
      else assert.equal(text, undefined);
    });
  }
});
