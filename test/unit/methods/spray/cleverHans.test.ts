/** A network that reads a mark in the corner, and one that has none to read: what `spray` finds in each. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { modelFile, modelGraph } from '../../../../scripts/examples/model';
import type { Weights } from '../../../../scripts/examples/network';
import { Engine } from '../../../../src/engine/engine';
import { encodeNpz } from '../../../../src/formats';
import { LocalService } from '../../../../src/kernel/service';
import type { ClassClusters, ClustersResult } from '../../../../src/shared/results';
import { float32, int64 } from '../../../../src/shared/tensor';
import { temporaryFolder } from '../../../helpers/models';
import { PLANTED, plantedDigits, setMark, trainOn, type PlantedDigits } from '../../../helpers/plantedDigits';

describe('spray on digits', function () {
  this.timeout(240_000);
  const files = temporaryFolder();
  const engine = new Engine();
  const service = new LocalService();
  const test = plantedDigits(800, 22, true);
  const clean = plantedDigits(800, 22, false);
  let planted: Weights;

  before(async () => {
    planted = await trainOn(engine, plantedDigits(1500, 21, true));
    write('planted', planted, test);
    write('clean', await trainOn(engine, plantedDigits(1500, 21, false)), clean);
  });
  after(() => engine.dispose());

  it('the network with the artefact needs the mark, and the mark is enough for it', async () => {
    const { marked, images, labels } = test;
    const wiped = withMark(images.data, marked, 0);
    const all = withMark(images.data, [...labels.keys()], 1);
    const [before, without, everywhere] = [await classes(images.data), await classes(wiped), await classes(all)];
    const right = marked.filter((row) => before[row] === PLANTED);
    assert.ok(right.length >= 0.9 * marked.length, `${right.length} of ${marked.length}`);
    const lost = right.filter((row) => without[row] !== PLANTED);
    assert.ok(lost.length >= 0.8 * right.length, `${lost.length} of ${right.length}`);
    const others = [...labels.keys()].filter((row) => labels[row] !== PLANTED);
    const caught = others.filter((row) => everywhere[row] === PLANTED);
    assert.ok(caught.length >= 0.7 * others.length, `${caught.length} of ${others.length}`);
  });

  for (const [method, settings] of [
    ['lrp', {}],
    ['lrp', { composite: 'epsilon-alpha2-beta1' }],
    ['input-x-gradient', {}],
    ['integrated-gradients', {}],
  ] as const)
    it(`finds the marked pictures, ranked first: ${method} ${JSON.stringify(settings)}`, async () => {
      const [three] = (await spray('planted', { method, settings, class: PLANTED })).classes;
      checkPlanted(three!);
    });

  it('finds them for every seed', async () => {
    for (const seed of [1, 2, 3]) checkPlanted((await spray('planted', { class: PLANTED }, seed)).classes[0]!);
  });

  it('says that the network needs the places it points at', async () => {
    // Filling them in is wiping the mark off.
    const [three] = (await spray('planted', { class: PLANTED })).classes;
    assert.ok(three!.clusters[0]!.reliance! >= 0.8, `reliance ${three!.clusters[0]!.reliance}`);
  });

  it('of all classes, only those pictures are suspicious', async () => {
    const { classes: found } = await spray('planted', {});
    assert.deepEqual(
      found.map(({ index }) => index),
      Array.from({ length: 10 }, (_, i) => i),
    );
    const suspicious = found.flatMap(({ index, clusters }) =>
      clusters.flatMap((one) => (one.suspicious ? [index] : [])),
    );
    assert.deepEqual(suspicious, [PLANTED]);
  });

  it('without the artefact nothing is suspicious', async () => {
    const { classes: found } = await spray('clean', {});
    const scores = found.flatMap(({ clusters }) => clusters.map(({ suspicion }) => suspicion));
    assert.ok(Math.max(...scores) < 0.5, String(Math.max(...scores)));
  });

  it('gives every sample of a class once, with its map and picture', async () => {
    const [three] = (await spray('planted', { class: PLANTED, clusters: 4 })).classes;
    const { samples, clusters, clusterOf, maps, pictures, embedding } = three!;
    assert.deepEqual(
      clusters.flatMap((one) => one.samples).sort((a, b) => a - b),
      Array.from(samples),
    );
    clusterOf.forEach((at, i) => assert.ok(clusters[at]!.samples.includes(samples[i]!)));
    assert.deepEqual(maps.shape, [80, 28, 28]);
    assert.deepEqual(pictures?.shape, [80, 28, 28, 1]);
    assert.deepEqual(embedding.shape, [80, 2]);
    assert.ok(Math.abs(clusters.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  });

  function write(name: string, weights: Weights, { images, labels }: PlantedDigits): void {
    writeFileSync(files.path(`${name}.onnx`), modelFile(weights, { epoch: '2', accuracy: '' }));
    writeFileSync(files.path(`${name}.npz`), encodeNpz({ images, labels: int64([labels.length], labels) }));
  }

  async function spray(name: string, parameters: Record<string, unknown>, seed = 0): Promise<ClustersResult> {
    const result = await service.run({
      method: 'spray',
      parameters,
      seed,
      device: 'cpu',
      memoryBudget: 2 ** 30,
      model: files.path(`${name}.onnx`),
      input: `${files.path(`${name}.npz`)}#images`,
      target: `${files.path(`${name}.npz`)}#labels`,
    });
    assert.equal(result.kind, 'clusters');
    return result;
  }

  async function classes(data: Float32Array): Promise<number[]> {
    const program = await engine.compile(modelGraph(planted), { device: 'cpu' });
    const { logits } = await program.run({ image: float32(test.images.shape, data) });
    const values = logits!.data as Float32Array;
    return test.labels.map((_, row) => {
      const own = values.subarray(10 * row, 10 * row + 10);
      return own.indexOf(Math.max(...own));
    });
  }

  function checkPlanted({ clusters }: ClassClusters): void {
    const [first, ...others] = clusters;
    const marked = new Set(test.marked);
    const hits = first!.samples.filter((row) => marked.has(row)).length;
    assert.ok(hits >= 0.9 * first!.samples.length, `purity ${hits} / ${first!.samples.length}`);
    assert.ok(hits >= 0.9 * marked.size, `recall ${hits} / ${marked.size}`);
    assert.ok(first!.suspicious, `suspicion ${first!.suspicion}`);
    assert.ok(others.every(({ suspicious }) => !suspicious));
  }
});

function withMark(data: Float32Array, rows: readonly number[], level: number): Float32Array {
  const changed = Float32Array.from(data);
  for (const row of rows) setMark(changed.subarray(row * 784, (row + 1) * 784), level);
  return changed;
}
