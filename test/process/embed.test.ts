/** Activations, maps of points and word vectors as scripts meet them on the command line, and as the editor does over the wall. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openFile, readData } from '../../src/formats';
import { KernelClient } from '../../src/kernel/client';
import type { LayoutFrame, Steer } from '../../src/shared/embedding';
import { CancelledError } from '../../src/shared/errors';
import type { RunRequest } from '../../src/shared/requests';
import type { CloudResult } from '../../src/shared/results';
import { SteeringWheel } from '../../src/shared/steering';
import { toNumbers } from '../../src/shared/tensor';
import { command } from '../helpers/command';
import { reference } from '../helpers/fixtures';
import { temporaryFolder, writeArray } from '../helpers/models';

const digits = `${reference}/digits.npz`;
const images = 'examples/digits.npz#images';
const network = 'examples/digits.onnx';

describe('netloupe embed', () => {
  const files = temporaryFolder();
  before(() => {
    process.env['XDG_CACHE_HOME'] = files.path('cache');
  });
  after(() => {
    delete process.env['XDG_CACHE_HOME'];
  });

  it('t-SNE of the digits: ten nearest neighbours in the map tell the class of at least 97 %', async () => {
    const out = files.path('digits.npz');
    const { stdout, stderr, status } = await command('embed', `${digits}#x_train`, '--method', 'tsne', '--out', out);
    assert.equal(status, 0, stderr);
    for (const figure of ['preservation', 'trustworthiness', 'continuity', 'KL divergence'])
      assert.match(stdout, new RegExp(`\\n${figure} +0\\.\\d{4}`));
    const [embedding, trust] = [await readData(`${out}#embedding`), await readData(`${out}#trust`)];
    assert.deepEqual([embedding.shape, trust.shape], [[1400, 2], [1400]]);
    const labels = Array.from(toNumbers(await readData(`${digits}#y_train`)));
    const accuracy = neighbourAccuracy(toNumbers(embedding), labels, 10);
    assert.ok(accuracy >= 0.97, `${accuracy}`);
  });

  it('a layer of the example network, the same in every run, with the labels of the data', async () => {
    const run = (out: string, ...more: string[]) =>
      command('embed', network, '--input', images, '--layer', 'relu3', '--method', 'tsne', '--set', 'iterations=100', '--seed', '3', '--out', out, ...more); // prettier-ignore
    const first = await run(files.path('a.npz'), '--json');
    assert.equal(first.status, 0, first.stderr);
    const said = JSON.parse(first.stdout) as Pick<CloudResult, 'quality' | 'provenance'> & Record<'shape' | 'files', unknown>; // prettier-ignore
    assert.deepEqual([said.shape, said.files], [[200, 2], [files.path('a.npz')]]);
    assert.ok(said.quality.trustworthiness > 0.9 && said.quality.divergence! >= 0);
    assert.deepEqual([said.provenance.layer, said.provenance.pooling], ['relu3', 'mean']);
    await run(files.path('b.npz'));
    assert.deepEqual(readFileSync(files.path('b.npz')), readFileSync(files.path('a.npz')));
    const { arrays } = await openFile(files.path('a.npz'));
    assert.deepEqual(arrays.map(({ name }) => name).sort(), ['embedding', 'labels', 'provenance', 'trust']);
    assert.equal((await readData(`${files.path('a.npz')}#labels`)).data[3], 'three');
  });

  it('adds samples to a map, which says itself what it is of; the map stays, and the columns tell which are which', async () => {
    const [map, out] = [files.path('map.npz'), files.path('added.npz')];
    const made = await command('embed', images, '--method', 'tsne', '--set', 'iterations=100', '--out', map);
    assert.equal(made.status, 0, made.stderr);
    const added = await command('embed', images, '--onto', map, '--out', out);
    assert.equal(added.status, 0, added.stderr);
    assert.match(added.stdout, /200 points added to the 200 of .*map\.npz, 2 dimensions/);
    const [before, after] = [await readData(`${map}#embedding`), await readData(`${out}#embedding`)];
    assert.deepEqual(after.shape, [400, 2]);
    assert.deepEqual(Array.from(toNumbers(after)).slice(0, 400), Array.from(toNumbers(before)));
    assert.deepEqual((await readData(`${out}#labels`)).data.slice(200), (await readData(`${map}#labels`)).data);
    assert.equal(new Set((await readData(`${out}#added`)).data.slice(200) as string[]).size, 1);
    const wrong = await command('embed', images, '--onto', map, '--start', map);
    assert.match(wrong.stderr, /--start begins with a map, --onto adds points to one/);
    const held = await command(
      'embed',
      images,
      '--method',
      'tsne',
      '--set',
      'iterations=20',
      '--start',
      map,
      '--fixed',
      '--out',
      out,
    );
    assert.equal(held.status, 0, held.stderr);
    assert.deepEqual(toNumbers(await readData(`${out}#embedding`)), toNumbers(before));
  });

  it('one dimension, as arrays, a table and for the Projector', async () => {
    const line = (out: string) =>
      command('embed', images, '--method', 'tsne', '--set', 'dimensions=1', '--set', 'iterations=50', '--out', out);
    const { stdout, status, stderr } = await line(files.path('line.npz'));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /200 points, one dimension/);
    assert.deepEqual((await readData(`${files.path('line.npz')}#embedding`)).shape, [200, 1]);
    await line(files.path('line.csv'));
    assert.match(readFileSync(files.path('line.csv'), 'utf8'), /^x,trust,labels\r\n-?\d/);
    await line(files.path('line/'));
    assert.match(readFileSync(files.path('line/tensors.tsv'), 'utf8'), /^-?[\d.e-]+\n/);
  });

  it('checkpoints one after the other, each map over the one before', async () => {
    const early = 'examples/checkpoints/digits-epoch-1.onnx';
    const out = files.path('film.npz');
    const film = (...more: string[]) =>
      command('embed', early, network, '--input', images, '--layer', 'relu3', '--method', 'pca', ...more);
    const { stdout, stderr, status } = await film('--out', out, '--json');
    assert.equal(status, 0, stderr);
    const { steps } = JSON.parse(stdout) as { steps: { disparity?: number }[] };
    const embedding = await readData(`${out}#embedding`);
    assert.deepEqual(embedding.shape, [2, 200, 2]);
    assert.deepEqual((await readData(`${out}#step`)).data, [early, network]);
    // The disparity by its definition: what is left of the second map, at the best scale, where both have size 1.
    const values = Array.from(toNumbers(embedding));
    const [a, b] = [values.slice(0, 400), values.slice(400)].map((map) => unit(map));
    const common = a!.reduce((sum, value, i) => sum + value * b![i]!, 0);
    assert.ok(steps[0]!.disparity === undefined && Math.abs(steps[1]!.disparity! - (1 - common ** 2)) < 1e-5);
    assert.match((await film('--out', out)).stdout, /disparity[^]*epoch-1.onnx [^]*digits.onnx [^]*film.npz written/);
    assert.match((await film('--out', files.path('a.csv'))).stderr, /go into one file: use --out FILE.npz/);
    assert.match(
      (await command('embed', 'a.npy', 'b.npy', '--method', 'pca')).stderr,
      /needs the data and the layer: --input DATA --layer NAME/,
    );
  });

  it('three dimensions as a table, and for the Projector', async () => {
    const pca = (out: string) => command('embed', images, '--method', 'pca', '--set', 'dimensions=3', '--out', out);
    const { stdout } = await pca(files.path('map.csv'));
    assert.match(stdout, /\nvariance, axis 3 +\d+\.\d\d %/);
    const lines = readFileSync(files.path('map.csv'), 'utf8').trimEnd().split('\r\n');
    assert.deepEqual([lines.length, lines[0]], [201, 'x,y,z,trust,labels']);
    const folder = files.path('projector/');
    await pca(folder);
    assert.deepEqual(readdirSync(folder).sort(), ['metadata.tsv', 'projector_config.pbtxt', 'tensors.tsv']);
    assert.equal(readFileSync(`${folder}tensors.tsv`, 'utf8').trimEnd().split('\n').length, 200);
  });

  it('a folder of pictures, and rows that are not finite', async () => {
    const { stdout, status, stderr } = await command('embed', 'examples/digits', '--method', 'pca');
    // One of them is a photo in another size.
    assert.equal(status, 2, stdout);
    assert.match(stderr, /to map pictures of several sizes, choose a model/);
    const layer = await command('embed', network, '--input', 'examples/digits', '--layer', 'dense1', '--method', 'pca');
    assert.match(layer.stdout, /21 points, 2 dimensions[^]*sorted by path/);
    const gaps = writeArray(files.path('gaps.npy'), [4, 2], [1, 2, NaN, 4, 5, 7, 9, 8]);
    const left = await command('embed', gaps, '--method', 'pca', '--out', files.path('gaps.npz'));
    assert.match(left.stdout, /1 of 4 rows .* are left out/);
    const { data } = await readData(`${files.path('gaps.npz')}#embedding`);
    assert.deepEqual(Array.from(data as Float32Array, Number.isNaN), [false, false, true, true, false, false, false, false]); // prettier-ignore
  });

  const wrong: [what: string, args: () => string[], message: RegExp][] = [
    ['no method', () => [images], /needs --method .*tsne/],
    ['a method of another kind', () => [images, '--method', 'gradient'], /needs --method .*, not "gradient"/],
    ['a layer without data', () => [network, '--layer', 'relu3', '--method', 'pca'], /both --input DATA and --layer/],
    ['an unknown layer', () => [network, '--input', images, '--layer', 'rel3', '--method', 'pca'], /nearest are "relu3"/],
    ['a pooling that there is not', () => [network, '--input', images, '--layer', 'relu3', '--method', 'pca', '--pooling', 'men'], /did you mean "mean"/],
    ['another extension', () => [images, '--method', 'pca', '--out', 'map.png'], /--out must be a \.npz or \.csv file, or a folder/],
    ['a parameter that there is not', () => [images, '--method', 'pca', '--set', 'perplexity=3'], /pca has no parameter "perplexity"/],
    ['data of several arrays', () => ['examples/digits.npz', '--method', 'pca'], /name one: .*#images/],
  ]; // prettier-ignore
  for (const [what, args, message] of wrong)
    it(`refuses ${what}: status 2 and one sentence`, async () => {
      const { status, stderr } = await command('embed', ...args());
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    });
});

describe('netloupe activations', () => {
  const files = temporaryFolder();

  it('writes several layers in one pass, as rows, with the labels', async () => {
    const out = files.path('act.npz');
    const { stdout, status } = await command('activations', network, '--input', images, '--layer', 'conv2,relu3', '--layer', 'logits', '--pooling', 'max', '--out', out); // prettier-ignore
    assert.equal(status, 0);
    assert.match(
      stdout,
      /conv2 +200×16\nrelu3 +200×64\nlogits +200×10\n[^]*maximum over axes 2 and 3 \(14 × 14 positions\)/,
    );
    const { arrays } = await openFile(out);
    assert.deepEqual(arrays.map(({ name, shape }) => `${name} ${shape.join()}`), ['conv2 200,16', 'relu3 200,64', 'logits 200,10', 'labels 200']); // prettier-ignore
    const run = await command('run', network, '--input', images, '--outputs', 'logits', '--out', files.path('run.npz'));
    assert.equal(run.status, 0);
    assert.deepEqual(await readData(`${out}#logits`), await readData(`${files.path('run.npz')}#logits`));
  });

  it('refuses a layer that there is not, and leaves no file', async () => {
    const out = files.path('none.npz');
    const { status, stderr } = await command(
      'activations',
      network,
      '--input',
      images,
      '--layer',
      'conv3',
      '--out',
      out,
    );
    assert.deepEqual([status, existsSync(out)], [2, false]);
    assert.match(stderr, /no layer "conv3"; the nearest are "conv1", "conv2"/);
  });
});

describe('netloupe analogy', () => {
  const files = temporaryFolder();
  before(() => {
    writeFileSync(files.path('v.txt'), 'england 1 0 0\nlondon 1 0 1\nfrance 0 1 0\nparis 0 1 1\nbanana -1 -1 0\n');
    writeFileSync(files.path('q.txt'), ': capitals\nengland london france paris\nspain madrid france paris\n');
  });

  it('london - england + france', async () => {
    const { stdout, status } = await command('analogy', files.path('v.txt'), '--query', 'london - england + france');
    assert.equal(status, 0);
    assert.match(stdout, /^nearest +cosine\nparis +0\.9\d+\n/);
  });

  it('keeps the words asked, weighs them, and takes names from a vocabulary', async () => {
    writeFileSync(files.path('names.txt'), 'a\nb\nc\nd\ne\n');
    const words = ['--names', files.path('names.txt'), '--query', '2 b - a', '--own', '--count', '1'];
    const { stdout } = await command('analogy', files.path('v.txt'), ...words);
    // 2b − a is (√2 − 1, 0, √2), and b (√½, 0, √½).
    assert.match(stdout, /^nearest +cosine\nb +0\.8774\n/);
    assert.match(stdout, /kept among the answers/);
  });

  it('a file of questions, by section', async () => {
    const { stdout } = await command('analogy', files.path('v.txt'), '--file', files.path('q.txt'));
    assert.match(stdout, /capitals +1 +1 +100\.0 % +1\ntotal +1 +1 +100\.0 % +1\n/);
    const { stderr, status } = await command('analogy', files.path('v.txt'));
    assert.deepEqual([status, stderr.includes('needs either --query')], [2, true]);
  });
});

describe('the compute process lays out points', () => {
  const files = temporaryFolder();
  let client: KernelClient;
  let request: RunRequest;
  before(() => {
    client = new KernelClient({ script: 'dist/kernel.mjs', log: () => undefined });
    request = { method: 'tsne', parameters: {}, seed: 0, device: 'cpu', memoryBudget: 2 ** 28, input: images };
  });
  after(() => client.dispose());

  it('shows the map on its way, and gives it with typed arrays as it is when told to finish', async () => {
    const frames: LayoutFrame[] = [];
    const steering = new SteeringWheel<Steer>();
    const endless = { ...request, parameters: { iterations: 100_000 } };
    const onFrame = (frame: LayoutFrame): void => {
      if (frames.push(frame) === 3) steering.say({ kind: 'finish' });
    };
    const result = await client.service.run(endless, { steering, onFrame });
    assert.ok(result.kind === 'cloud');
    assert.ok(result.embedding.data instanceof Float32Array && result.neighbours.indices instanceof Int32Array);
    assert.ok(frames.length >= 3, `${frames.length} frames`);
    assert.ok(result.embedding.data.every(Number.isFinite), 'finished with the map as it is');
    assert.ok(frames[0]!.positions instanceof Float32Array && frames[0]!.positions.length === 400);
    assert.ok(frames.every(({ iteration }, i) => i === 0 || iteration >= frames[i - 1]!.iteration));
  });

  it('stops when cancelled, and lives on', async () => {
    const controller = new AbortController();
    const endless = { ...request, parameters: { iterations: 100_000 } };
    const running = client.service.run(endless, { signal: controller.signal, onFrame: () => { controller.abort(); } }); // prettier-ignore
    await assert.rejects(running, CancelledError);
    assert.equal((await client.service.describeDataset(images)).samples, 200);
  });

  it('describes data sets, their columns and pictures, and what the model says of them', async () => {
    const { columns, pictures } = await client.service.describeDataset(images);
    assert.deepEqual([columns, pictures], [[{ name: 'labels', kind: 'categories', label: true }], true]);
    const [labels] = await client.service.readColumns({ data: images });
    assert.ok(labels?.kind === 'categories' && labels.codes instanceof Int32Array);
    const { rgba, width } = await client.service.thumbnails({ data: images, indices: [0, 199], size: 14 });
    assert.deepEqual([width, rgba.length, rgba instanceof Uint8Array], [14, 2 * 14 * 14 * 4, true]);
    const said = await client.service.modelColumns({
      model: network,
      data: images,
      device: 'cpu',
      memoryBudget: 2 ** 28,
    });
    assert.deepEqual(said.map(({ name }) => name), ['prediction', 'confidence', 'loss', 'correct']); // prettier-ignore
    const correct = said[3]!.kind === 'categories' ? said[3]!.codes.reduce((sum, code) => sum + code, 0) : 0;
    assert.ok(correct >= 180, `${correct} of 200 right`);
    await assert.rejects(client.service.readColumns({ data: files.path('nowhere.npz') }), /no such file/);
  });
});

/** Share of points whose class is the one most frequent among its k nearest in the map; of equally frequent ones, the nearer. */
function neighbourAccuracy(map: ArrayLike<number>, labels: readonly number[], k: number): number {
  const right = labels.filter((label, i) => {
    const distance = (j: number): number => (map[2 * i]! - map[2 * j]!) ** 2 + (map[2 * i + 1]! - map[2 * j + 1]!) ** 2;
    const others = labels.map((_, j) => ({ j, distance: j === i ? Infinity : distance(j) }));
    const votes = new Map<number, number>();
    for (const { j } of others.sort((a, b) => a.distance - b.distance).slice(0, k))
      votes.set(labels[j]!, (votes.get(labels[j]!) ?? 0) + 1);
    const [winner] = [...votes].sort((a, b) => b[1] - a[1])[0]!;
    return winner === label;
  });
  return right.length / labels.length;
}

/** A map around its middle, at size 1. */
function unit(map: readonly number[]): number[] {
  const middle = [0, 1].map(
    (axis) => (2 * map.reduce((sum, value, i) => sum + (i % 2 === axis ? value : 0), 0)) / map.length,
  );
  const centred = map.map((value, i) => value - middle[i % 2]!);
  const size = Math.hypot(...centred);
  return centred.map((value) => value / size);
}
