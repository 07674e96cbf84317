/**
 * Ours: `tsne.mjs POINTS.npy` lays points out and says how long it took; `tsne.mjs POINTS.npy MAP.npy` says the divergence over all
 * pairs of a map that is there.
 */
import { Engine } from '../../src/engine/engine';
import { readData } from '../../src/formats/open';
import { conditionalAffinities, symmetrise } from '../../src/methods/embedding/affinities';
import { Layout } from '../../src/methods/embedding/layout';
import { nearestNeighbours } from '../../src/methods/embedding/neighbours/neighbours';
import { tsne } from '../../src/methods/embedding/tsne';
import { parseParameters } from '../../src/methods/method';
import { random } from '../../src/shared/random';
import { toFloat32, type Float32Tensor } from '../../src/shared/tensor';

const PERPLEXITY = 30;

const [pointsFile, mapFile] = process.argv.slice(2);
const points = toFloat32(await readData(pointsFile!));
console.log(JSON.stringify(mapFile ? await divergenceOf(toFloat32(await readData(mapFile))) : await layOut()));

async function layOut() {
  const start = performance.now();
  let firstPicture: number | undefined;
  const { divergence } = await tsne.run(
    {
      ...{ points, engine: new Engine(), memoryBudget: 2 ** 30, random: random(0), device: 'cpu' },
      progress: () => {},
      frame: () => (firstPicture ??= (performance.now() - start) / 1000),
    },
    parseParameters(tsne, { perplexity: PERPLEXITY }),
  );
  const seconds = (performance.now() - start) / 1000;
  return { seconds, divergence, firstPicture, peak: process.resourceUsage().maxRSS * 1024 };
}

async function divergenceOf(map: Float32Tensor) {
  const neighbours = await nearestNeighbours(points, 3 * PERPLEXITY);
  const affinities = symmetrise(neighbours, await conditionalAffinities(neighbours, [PERPLEXITY]));
  const settings = { degreesOfFreedom: 1, maxStepNorm: 5, theta: 0, repulsion: 'exact' } as const;
  const layout = await Layout.create(affinities, map.data, { dimensions: 2, ...settings });
  const divergence = await layout.divergence(true);
  await layout.dispose();
  return { divergence };
}
