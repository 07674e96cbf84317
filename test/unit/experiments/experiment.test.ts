/** Experiment files: what they ask for, what is said when they are wrong, and the schema that editors check them with. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseExperiment, readExperiment } from '../../../src/experiments/experiment';
import { expand } from '../../../src/experiments/grid';
import { jobKey } from '../../../src/experiments/key';
import { completionsAt, hoverAt } from '../../../src/experiments/language';
import { writeExperiment } from '../../../src/experiments/write';
import { random } from '../../../src/shared/random';
import { temporaryFolder } from '../../helpers/models';
import { grids } from './grids';
import { hostile, wrong } from './wrong';

const root = resolve('/home/space');
const file = join(root, 'studies/one.netloupe.yaml');
const pair = 'model: m.onnx\ndata: d.npz#x\n';

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
    assert.deepEqual(jobs.map(({ request }) => request.model), ['studies/m.onnx', 'n.onnx', resolve('/home/out.onnx')]); // prettier-ignore
    assert.deepEqual([jobs[0]!.request.input, jobs[0]!.request.target], ['studies/d.npz#x', 'studies/t.npz#y']);
  });

  for (const { name, marked, sentence, saidBy } of wrong) {
    it(`say what is wrong and where: ${name}`, () => {
      for (const lineEnd of ['\n', '\r\n']) {
        const text = marked.replace(/[‹›]/g, '').replaceAll('\n', lineEnd);
        const { experiment, problems } = parseExperiment(text, file);
        const [problem] = problems.filter(({ severity }) => severity === 'error');
        assert.equal(experiment, undefined);
        assert.match(problem!.message, sentence);
        const before = marked.split('‹')[0]!.replaceAll('\n', lineEnd);
        assert.deepEqual([text.slice(0, problem!.start), text.slice(problem!.start, problem!.end)], [before, underlined(marked)]); // prettier-ignore
        assert.equal(problem!.inSchema, saidBy !== 'NetLoupe alone');
      }
    });
  }

  it('warn of what is not used', () => {
    const { experiment, problems } = parseExperiment('method: perceptron-capacity\nmodel: m.onnx', file);
    assert.ok(experiment);
    assert.match(problems[0]!.message, /does not use model/);
    const map = parseExperiment('method: pca\nmodel: m.onnx\ndata: d.npy\ntarget: 3', file);
    assert.deepEqual(map.problems.map(({ message }) => message), [
      'Principal Components does not use model without "layer"; leave it out.',
      'Principal Components does not use target; leave it out.',
    ]); // prettier-ignore
    assert.ok(map.experiment);
  });

  it('are read whatever they hold: broken, hostile, empty', () => {
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
      '--- a\n--- b',
      'method: *x',
    ]) {
      const { experiment, problems } = parseExperiment(text, file);
      assert.equal(experiment, undefined, text);
      assert.ok(problems.length > 0 && problems.every(({ start, end }) => start >= 0 && end > start), text);
    }
  });

  for (const [name, text] of hostile)
    it(`are read in time and memory that hostile texts cannot drive up: ${name}`, () => {
      // Where a reader's time grows with the square of the text, this takes minutes.
      const { experiment, problems } = parseExperiment(text, file);
      assert.equal(experiment, undefined);
      assert.ok(problems.length > 0 && problems.length <= 200);
      completionsAt(text, text.length >> 1);
      hoverAt(text, text.length >> 1);
    });

  it('are read whatever a typing mistake makes of them', () => {
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
    await assert.rejects(
      readExperiment(files.path('none.netloupe.yaml'), root),
      /cannot be read: there is no such file/,
    );
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

function underlined(marked: string): string {
  return marked.split('‹')[1]!.split('›')[0]!;
}
