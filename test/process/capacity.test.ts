/** Perceptron capacity as scripts meet it on the command line, and as the editor does in the compute process. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { KernelClient } from '../../src/kernel/client';
import { labelings } from '../../src/shared/capacity/cover';
import type { LabelingCount, Separation } from '../../src/shared/capacity/requests';
import { CancelledError, NetLoupeError } from '../../src/shared/errors';
import { temporaryFolder, writeArray } from '../helpers/models';

const corners = (n: number): number[] =>
  Array.from({ length: 2 ** n }, (_, corner) => Array.from({ length: n }, (_, k) => (corner >> k) & 1)).flat();

describe('netloupe capacity', () => {
  const files = temporaryFolder();
  let square: string;
  let cube: string;
  let picture: string;
  let gap: string;
  before(() => {
    square = writeArray(files.path('square.npy'), [4, 2], corners(2));
    cube = writeArray(files.path('cube.npy'), [8, 3], corners(3));
    gap = files.path('gap.csv');
    writeFileSync(gap, '1,2\n3,nan\n');
    picture = 'examples/digits/0-a.png';
  });

  it('prints T exactly, a number in JSON', async () => {
    const { stdout, status } = await cli('capacity', '--points', '20', '--inputs', '10', '--json');
    assert.equal(status, 0);
    assert.equal(stdout, '{"points":20,"inputs":10,"bias":false,"T":524288,"P":0.5,"log2T":19}\n');
  });

  it('prints T as text in JSON where a number would lose digits, and P where it would vanish', async () => {
    const { stdout } = await cli('capacity', '--points', '2000', '--inputs', '999', '--bias', '--json');
    const { T, P, bias } = JSON.parse(stdout) as { T: string; P: number; bias: boolean };
    assert.deepEqual([T, P, bias], [String(2n ** 1999n), 0.5, true]);
    const few = await cli('capacity', '--points', '2000', '--inputs', '1', '--json');
    assert.match(few.stdout, /"T":2,"P":"1\.74196196324344e-602","log2T":1}/);
  });

  it('says the same to people, and what a bias means', async () => {
    const { stdout } = await cli('capacity', '--points', '20', '--inputs', '9', '--bias');
    assert.match(
      stdout,
      /^T = 524288\nP = T \/ 2\^20 = 0\.5\nlog2 T = 19\n10 weights \(9 inputs and the bias\): .* 20\.\n/,
    );
    assert.match(stdout, /no K \+ 1 of the points on one hyperplane/);
  });

  it('prints a table, of counts or of probabilities', async () => {
    assert.equal((await cli('capacity', '--table', '3', '2')).stdout, 'points,1,2\n1,2,2\n2,2,4\n3,2,6\n');
    assert.equal(
      (await cli('capacity', '--table', '3', '2', '--probabilities')).stdout,
      'points,1,2\n1,1,1\n2,0.5,1\n3,0.25,0.75\n',
    );
    const { stdout } = await cli('capacity', '--table', '60', '59', '--bias', '--json');
    const table = JSON.parse(stdout) as (number | string)[][];
    table.forEach((row, n) => {
      row.forEach((count, k) => {
        assert.equal(String(count), String(labelings(n + 1, k + 1, true)));
      });
    });
  });

  it('counts the labelings of points in a file', async () => {
    const { stdout } = await cli('capacity', '--file', cube, '--bias', '--json');
    const { count, generalPosition, distinct } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([count, generalPosition, distinct], [104, 128, 8]);
    const text = await cli('capacity', '--file', cube, '--bias');
    assert.match(text.stdout, /^8 points of 3 inputs: 104 of 2\^8 labelings .* 128 would be possible/);
  });

  it('separates labels, listed or from a file, or proves that it cannot', async () => {
    const labels = writeArray(files.path('and.npy'), [4], [0, 0, 0, 1]);
    const and = await cli('capacity', '--file', square, '--labels', labels, '--bias', '--json');
    const { separation } = JSON.parse(and.stdout) as { separation: Separation };
    assert.ok(separation.separable);
    assert.deepEqual([separation.weights, separation.bias], [['2', '2'], '-3']); // prettier-ignore
    const xor = await cli('capacity', '--file', square, '--labels', '-1,1,1,-1', '--bias');
    assert.equal(xor.status, 0);
    assert.match(
      xor.stdout,
      /cannot be produced[^]*\n {2}point 1: 1\n {2}point 2: 1\n {2}point 3: 1\n {2}point 4: 1\n$/,
    );
  });

  const wrong: [what: string, args: () => string[], message: RegExp][] = [
    ['negative points', () => ['--points', '-5', '--inputs', '3'], /points must be .* 1 to 2,000, not -5\.$/],
    ['half an input', () => ['--points', '5', '--inputs', '2.5'], /inputs must be .* 0 to 2,000, not 2\.5\.$/],
    ['a million points', () => ['--points', '1e6', '--inputs', '3'], /not 1,000,000\.$/],
    ['text', () => ['--points', 'many', '--inputs', '3'], /not "many"\.$/],
    ['NaN', () => ['--points', 'NaN', '--inputs', '3'], /not "NaN"\.$/],
    ['no points', () => ['--points', '0', '--inputs', '3'], /not 0\.$/],
    ['points alone', () => ['--points', '5'], /needs either --points N --inputs K/],
    ['nothing', () => [], /needs either/],
    ['two things at once', () => ['--points', '5', '--inputs', '2', '--file', square], /needs either/],
    ['half a table', () => ['--table', '5'], /takes two numbers/],
    ['a table too large', () => ['--table', '5', '2001'], /inputs must be .* not 2,001\.$/],
    ['labels of no file', () => ['--points', '5', '--inputs', '2', '--labels', '1,-1'], /--labels require the points/],
    ['a word too many', () => ['--points', '5', '--inputs', '2', '7'], /"7" makes sense only after --table/],
    ['too few labels', () => ['--file', square, '--labels', '1,-1'], /2 labels for 4 points/],
    ['labels that are none', () => ['--file', square, '--labels', '1,2,3,4'], /Label 2 is 2/],
    ['a picture', () => ['--file', picture], /is a picture/],
    ['NaN in a file', () => ['--file', gap], /Coordinate 2 of point 2 is NaN/],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}: status 2 and one sentence`, async () => {
      const { status, stderr } = await cli('capacity', ...args());
      assert.equal(status, 2, stderr);
      assert.match(stderr.trimEnd(), message);
      assert.ok(stderr.split('\n').length <= 2, 'one line');
    });
  }
});

describe('the compute process counts, separates and trains', () => {
  const set = { points: rows(corners(5), 5), bias: true };
  let client: KernelClient;
  before(() => {
    client = new KernelClient({ script: 'dist/kernel.mjs', log: () => undefined });
  });
  after(() => client.dispose());

  it('the 5-cube, with progress, while it answers others', async () => {
    const seen: number[] = [];
    const [counted, methods] = await Promise.all([
      client.service.countLabelings(set, { onProgress: ({ fraction }) => seen.push(fraction) }),
      client.service.methods(),
    ]);
    assert.equal(counted.count, '94572');
    assert.ok(methods.length > 0 && seen.length > 2 && seen.at(-1) === 1);
  });

  it('hears a cancellation in the middle of a count, and lives on', async () => {
    const controller = new AbortController();
    const long = { points: rows(corners(6), 6), bias: true };
    const onProgress = () => {
      controller.abort();
    };
    await assert.rejects(
      client.service.countLabelings(long, { signal: controller.signal, onProgress }),
      (error) => error instanceof CancelledError,
    );
    const { count }: LabelingCount = await client.service.countLabelings({ points: rows(corners(2), 2), bias: true });
    assert.equal(count, '14');
  });

  it('XOR', async () => {
    const xor = { points: rows(corners(2), 2), labels: [-1, 1, 1, -1] as (1 | -1)[] };
    const separation = await client.service.separate({ ...xor, bias: true });
    assert.equal(separation.separable, false);
    const { correct } = await client.service.solveWithHiddenLayer({ ...xor, hidden: 2, seed: 0 });
    assert.equal(correct, 4);
    await assert.rejects(
      client.service.separate({ ...xor, labels: [1], bias: true }),
      (error) => error instanceof NetLoupeError && error.kind === 'argument',
    );
  });
});

function rows(numbers: readonly number[], columns: number): number[][] {
  return Array.from({ length: numbers.length / columns }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}

function cli(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/netloupe.mjs', ...args],
      { maxBuffer: 1 << 24, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      },
    );
  });
}
