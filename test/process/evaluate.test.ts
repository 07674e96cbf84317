/** netloupe evaluate as scripts meet it, and its requests over the process wall. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { RunStore } from '../../src/experiments/store/store';
import { openFile, readData } from '../../src/formats';
import { KernelClient } from '../../src/kernel/client';
import { CancelledError, type NetLoupeError } from '../../src/shared/errors';
import { measures as known } from '../../src/methods/evaluation';
import type { EvaluationResult, SanityResult } from '../../src/shared/results';
import { toNumbers } from '../../src/shared/tensor';
import {
  assertClose,
  basicMultiLayer,
  dense,
  network,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../helpers/models';
import { reference } from '../helpers/fixtures';

describe('netloupe evaluate', () => {
  const files = temporaryFolder();
  let model: string;
  let input: string;
  before(() => {
    model = writeModel(
      files.path('linear.onnx'),
      network([1, 4], (b, x) => dense(b, x, [[2, -1, 3, 1], [0, 0, 0, 0]], [0, 0])), // prettier-ignore
    );
    input = writeArray(files.path('x.npy'), [2, 4], [2, 1, 2, 3, 1, -3, 4, 1]);
  });
  const base = () => ['evaluate', model, '--input', input, '--target', '0'];

  it('prints a table with the best method first, and progress beside it', async () => {
    const { stdout, stderr, status } = await cli(...base(), '--methods', 'gradient,input-x-gradient', '--set', 'pixel-flipping.fill=0'); // prettier-ignore
    assert.equal(status, 0, stderr);
    const lines = stdout.split('\n');
    assert.match(lines[0]!, /^2 samples, "[^"]+" +\[cpu, [\d.]+ s\]$/);
    assert.match(lines[2]!, /^method +mean rank +pixel-flipping ↑ +# +deletion ↓ +# +insertion ↑ +# +infidelity ↓ +#$/);
    assert.match(lines[3]!, /^input-x-gradient +1\.\d\d +\d+\.\d{3} ± \d\.\d{3} +1 /);
    assert.match(lines[4]!, /^gradient +/);
    assert.match(lines[5]!, /^random +/);
    assert.match(lines[6]!, /^best found +/);
    assert.match(stderr, /0 % +Gradient …\n/);
    assert.match(stderr, /Pixel Flipping/);
  });

  it('--json has everything, --out the arrays', async () => {
    const out = files.path('e.npz');
    const { stdout, status } = await cli(...base(), '--methods', 'gradient,input-x-gradient', '--measures', 'pixel-flipping,completeness',
      '--set', 'pixel-flipping.fill=0', '--set', 'pixel-flipping.steps=4', '--seed', '3', '--json', '--out', out); // prettier-ignore
    assert.equal(status, 0);
    const result = JSON.parse(stdout) as EvaluationResult;
    assert.deepEqual(
      result.methods.map(({ name }) => name),
      ['gradient', 'input-x-gradient'],
    );
    // Falls 0, 6, 10, 13, 12 and 0, 12, 15, 18, 18 less 0, for effects 4, −1, 6, 3 and 2, 3, 12, 1.
    assertClose(result.measures[0]!.methods[1]!.perSample, [41 / 5, (12 + 15 + 17 + 18) / 5], 1e-4);
    assert.equal(result.measures[0]!.plot!.curves[0]!.x.length, 5);
    assert.equal(result.provenance.seed, 3);
    assert.deepEqual(
      (await openFile(out)).arrays.map(({ name, shape }) => [name, [...shape]]),
      [
        ['pixel-flipping/scores', [2, 2]],
        ['pixel-flipping/x', [5]],
        ['pixel-flipping/curves', [4, 5]],
        ['completeness/scores', [2, 2]],
      ],
    );
    assertClose(
      toNumbers(await readData(`${out}#pixel-flipping/scores`)),
      result.measures[0]!.methods.flatMap(({ perSample }) => perSample),
      1e-12,
    );
  });

  it('the same seed gives the same numbers, another one others', async () => {
    const scores = async (seed: string) => {
      const { stdout } = await cli(
        ...base(),
        '--methods',
        'gradient',
        '--measures',
        'infidelity',
        '--seed',
        seed,
        '--json',
      );
      return (JSON.parse(stdout) as EvaluationResult).measures[0]!.methods[0]!.perSample;
    };
    const [a, b, other] = [await scores('7'), await scores('7'), await scores('8')];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, other);
  });

  it('--labels explains the true class of each of the first samples', async () => {
    const labels = writeArray(files.path('labels.npy'), [2], [1, 0]);
    const { stdout } = await cli('evaluate', model, '--input', input, '--labels', labels, '--samples', '1', '--methods', 'gradient', '--measures', 'completeness', '--json'); // prettier-ignore
    const { target, samples } = JSON.parse(stdout) as EvaluationResult;
    assert.deepEqual([target.indices, samples], [[1], 1]);
  });

  it('an experiment file asks the same and gets the same numbers, and the run can be shown', async () => {
    const file = files.path('faithful.netloupe.yaml');
    writeFileSync(
      file,
      `model: linear.onnx
data: x.npy
target: 0
seed: 3
method:
  - id: faithfulness
    parameters:
      methods: [gradient, { id: smoothgrad, parameters: { samples: 5 } }]
      measures: [{ id: pixel-flipping, parameters: { fill: 0 } }, infidelity]
      samples: 1
  - id: sanity-check
    parameters: { method: gradient }
`,
    );
    const made = await cli('experiment', 'run', file, '--workspace', files.path('.'), '--json');
    assert.equal(made.status, 0, made.stderr);
    const asked = await cli(...base(), '--methods', 'gradient,smoothgrad', '--measures', 'pixel-flipping,infidelity', '--samples', '1',
      '--set', 'smoothgrad.samples=5', '--set', 'pixel-flipping.fill=0', '--seed', '3', '--json'); // prettier-ignore
    const { measures } = JSON.parse(asked.stdout) as EvaluationResult;
    const store = new RunStore(files.path('.'));
    const runs = (await store.list()).flatMap((run) => ('unreadable' in run ? [] : run));
    const kept = async (kind: string) => store.result(runs.find((run) => run.kind === kind)!.id);
    const evaluation = await kept('evaluation');
    assert.ok(evaluation.kind === 'evaluation');
    assert.deepEqual(
      evaluation.measures.map(({ methods }) => methods.map(({ perSample }) => perSample)),
      measures.map(({ methods }) => methods.map(({ perSample }) => perSample)),
    );
    assert.ok(evaluation.measures[0]!.plot!.curves[0]!.y instanceof Float64Array);
    const checked = await cli('sanity-check', model, '--input', input, '--target', '0', '--method', 'gradient', '--seed', '3', '--json'); // prettier-ignore
    const sanity = await kept('sanity');
    assert.ok(sanity.kind === 'sanity');
    assert.deepEqual(sanity.spearman, (JSON.parse(checked.stdout) as SanityResult).spearman);
    const id = runs.find((run) => run.kind === 'evaluation')!.id;
    const shown = await cli('experiment', 'show', id, '--workspace', files.path('.'));
    assert.match(shown.stdout, /^method +mean rank +pixel-flipping ↑/m);
  });

  it('methods --measures lists the measures', async () => {
    const { stdout } = await cli('methods', '--measures');
    for (const { id, better } of known) assert.match(stdout, new RegExp(`^${id}  \\(.*${better} is better\\)$`, 'm'));
  });

  const wrong: [string, string[], RegExp][] = [
    ['no methods', [], /needs --input .* and --methods/],
    ['an unknown method', ['--methods', 'gradeint'], /did you mean "gradient"/],
    ['an unknown measure', ['--methods', 'gradient', '--measures', 'rod'], /did you mean "road"/],
    ['a setting of something else', ['--methods', 'gradient', '--set', 'lrp.epsilon=1'], /--set takes ID\.name=value/],
    ['a setting without an id', ['--methods', 'gradient', '--set', 'epsilon=1'], /--set takes ID\.name=value/],
    ['an unknown setting', ['--methods', 'gradient', '--set', 'gradient.steps=1'], /no parameter "steps"/],
    ['no samples', ['--methods', 'gradient', '--samples', '0'], /above 0/],
    ['samples that are no number', ['--methods', 'gradient', '--samples', 'many'], /above 0/],
    ['labels and a target', ['--methods', 'gradient', '--labels', 'y.npy'], /give only one of them/],
    ['a table for ROAD', ['--methods', 'gradient', '--measures', 'road'], /neighbouring positions/],
  ];
  for (const [name, args, message] of wrong) {
    it(`${name}: status 2 and one sentence`, async () => {
      const { status, stderr } = await cli(...base(), ...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr.trimEnd().split('\n').at(-1)!, message);
    });
  }

  it('ranks five methods on the digits', async () => {
    const { stdout, status, stderr } = await cli('evaluate', `${reference}/digits_cnn.onnx`, '--input', `${reference}/digits.npz#x_test`,
      '--labels', `${reference}/digits.npz#y_test`, '--samples', '20', '--measures', 'pixel-flipping,deletion,mprt',
      '--methods', 'gradient,input-x-gradient,integrated-gradients,guided-backprop,grad-cam', '--json'); // prettier-ignore
    assert.equal(status, 0, stderr);
    const { measures, methods } = JSON.parse(stdout) as EvaluationResult;
    const [flipping, , mprt] = measures as [EvaluationResult['measures'][0], unknown, EvaluationResult['measures'][0]];
    const of = (id: string): number => methods.findIndex((method) => method.id === id);
    assert.ok(
      flipping.best!.score > Math.max(...flipping.methods.map(({ score }) => score)),
      'no method beats the search',
    );
    assert.ok(flipping.methods[of('integrated-gradients')]!.score > flipping.random!.score);
    assert.match(mprt.methods[of('guided-backprop')]!.mark!, /does not react/);
    assert.equal(mprt.methods[of('gradient')]!.mark, undefined);
  });

  describe('over the process wall', () => {
    let client: KernelClient;
    before(() => (client = new KernelClient({ script: 'dist/kernel.mjs', log: () => undefined })));
    after(() => client.dispose());
    const request = () => ({
      model,
      input,
      target: '0',
      device: 'cpu',
      seed: 0,
      memoryBudget: 2 ** 30,
      method: 'faithfulness',
      parameters: { methods: ['gradient'], measures: ['pixel-flipping'] } as Record<string, unknown>,
    });

    it('curves arrive as arrays of numbers, with progress on the way', async () => {
      const seen: number[] = [];
      const result = await client.service.run(request(), { onProgress: ({ fraction }) => seen.push(fraction) });
      assert.ok(result.kind === 'evaluation');
      assert.ok(result.measures[0]!.plot!.curves[0]!.y instanceof Float64Array);
      assert.ok(seen.length > 2 && seen.every((fraction, i) => fraction >= (seen[i - 1] ?? 0)));
    });

    it('the sanity check and the list of measures arrive', async () => {
      const multi = writeModel(files.path('multi.onnx'), basicMultiLayer());
      const x = writeArray(files.path('x3.npy'), [1, 3], [20, 50, 30]);
      const check = await client.service.run({
        ...request(),
        model: multi,
        input: x,
        method: 'sanity-check',
        parameters: { method: 'gradient' },
      });
      assert.ok(check.kind === 'sanity');
      assert.equal(check.layers.length, 2);
      assert.deepEqual(check.maps.shape, [3, 3]);
      assert.ok((await client.service.measures()).some(({ id }) => id === 'mprt'));
    });

    it('a cancelled evaluation ends, an impossible one says why', async () => {
      const controller = new AbortController();
      const parameters = {
        methods: ['gradient'],
        measures: [{ id: 'infidelity', parameters: { samples: 10_000 } }],
      };
      const onProgress = () => {
        controller.abort();
      };
      await assert.rejects(
        client.service.run({ ...request(), parameters }, { signal: controller.signal, onProgress }),
        CancelledError,
      );
      await assert.rejects(
        client.service.run({ ...request(), parameters: { methods: ['nothing'] } }),
        (error: NetLoupeError) => error.kind === 'argument',
      );
    });
  });
});

function cli(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 1 << 26, timeout: 100_000 };
    execFile(process.execPath, ['dist/netloupe.mjs', ...args], options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}
