/** t-SNE: what can be set, and the order of its parts. Neighbours, affinities, forces and the schedule have files of their own. */
import { z } from 'zod';
import { float32 } from '../../shared/tensor';
import type { Neighbours } from '../../shared/embedding';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { defineMethod, type PointsContext } from '../method';
import { conditionalAffinities, symmetrise, type Affinities } from './affinities';
import { onGpu } from './gpu/device';
import { GpuLayout, gpuRepulsion } from './gpu/gpuLayout';
import { gpuNeighbours } from './gpu/nearest';
import { noise, principalPositions } from './initialise';
import { Layout, repulsions, type Repulsion } from './layout';
import { nearestNeighbours, recallConvention } from './neighbours/neighbours';
import { optimise, START_DEVIATION, type Phase } from './optimiser';
import { metrics, prepareRows } from './rows';

const perplexity = z.number().min(1).max(10_000);

const parameters = z.object({
  perplexity: z
    .union([perplexity, z.array(perplexity).min(1).max(10)])
    .default(30)
    .describe('Neighbours that each point has, in effect; of several, the mean of their affinities is taken.'),
  dimensions: z
    .union([z.literal(2), z.literal(3)])
    .default(2)
    .describe('Axes of the map.'),
  metric: z.enum(metrics).default('euclidean').describe('By which near and far is told; cosine: 1 − cos.'),
  earlyExaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(12)
    .describe('How many times as strongly neighbours attract at first.'),
  earlyIterations: z.int().min(0).max(100_000).default(250).describe('Iterations of the early exaggeration.'),
  iterations: z.int().min(0).max(100_000).default(500).describe('Iterations after it.'),
  exaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .describe('How many times as strongly neighbours attract afterwards.'),
  lateExaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .describe('The same in 250 more iterations at the end; 1 leaves them out.'),
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe(
      'Of the gradient without its factor 4; without it N / exaggeration in each phase, as Belkina et al. 2019.',
    ),
  degreesOfFreedom: z
    .number()
    .min(0.05)
    .max(100)
    .default(1)
    .describe(
      'α of the kernel (1 + d²/α)^−α in the map (Kobak et al. 2019): below 1 clusters fall apart into finer ones.',
    ),
  initialisation: z
    .enum(['pca', 'random'])
    .default('pca')
    .describe('Where the points start; the first axis has deviation 10⁻⁴.'),
  repulsion: z
    .enum(['auto', ...repulsions])
    .default('auto')
    .describe(
      'How repulsion is found: over all pairs, by a tree (θ), by a grid (2-D alone), or whichever is quickest.',
    ),
  theta: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('θ of the tree: the larger, the quicker and coarser; 0 is exact.'),
  maxStepNorm: z.number().positive().default(5).describe('No point moves further in one iteration.'),
});

type Parameters = z.infer<typeof parameters>;

/** Up to so many points all pairs are quicker than a grid or a tree. */
const EXACT_POINTS = 3000;
const LATE_ITERATIONS = 250;

export const tsne = defineMethod({
  id: 'tsne',
  title: 't-SNE',
  family: 'maps of points',
  takes: 'points',
  summary:
    'Lays points out so that those which are neighbours in the data are neighbours in the map: shows clusters that no projection shows. Blind to scale: the size of clusters and the distances between them mean little.',
  source:
    'van der Maaten & Hinton 2008, JMLR 9:2579–2605; schedule: Belkina et al. 2019, arXiv:1808.01979; Kobak & Berens 2019',
  parameters,
  async run(context, settings) {
    const { points, device, signal, progress, frame } = context;
    const n = points.shape[0]!;
    if (settings.repulsion === 'fft' && settings.dimensions === 3) {
      throw new ArgumentError(
        'The grid (repulsion fft) is for maps in 2 dimensions; in 3, choose barnes-hut, exact or auto.',
      );
    }
    const { perplexities, reduced } = feasible(settings.perplexity, n);
    const start = await initialPositions(context, settings);
    const iterations = settings.earlyIterations + settings.iterations;
    frame(() => ({
      positions: start,
      dimensions: settings.dimensions,
      phase: 'initialisation',
      iteration: 0,
      iterations,
    }));
    const conventions = describe(settings, perplexities, reduced);
    if (n === 1) {
      const embedding = float32([1, settings.dimensions], new Float32Array(settings.dimensions));
      return { embedding, divergence: 0, metric: settings.metric, conventions };
    }
    const reasons: string[] = [];
    const found = await neighboursOn(context, Math.ceil(3 * Math.max(...perplexities)), settings, reasons);
    const { neighbours } = found;
    const affinities = symmetrise(neighbours, await conditionalAffinities(neighbours, perplexities));
    throwIfCancelled(signal);
    const layout = await layoutOn(device, affinities, start, settings, reasons);
    try {
      await optimise(layout, phases(settings, n), {
        ...context,
        progress: (fraction) => progress(0.3 + fraction * 0.7),
      });
      // Reads the last positions from a GPU, too.
      const divergence = await layout.divergence(true);
      return {
        embedding: float32([n, settings.dimensions], layout.positions()),
        divergence,
        metric: settings.metric,
        neighbours,
        device: layout instanceof GpuLayout ? device : 'cpu',
        conventions: [...conventions, ...found.conventions, layout.conventions, ...reasons],
      };
    } finally {
      await layout.dispose();
    }
  },
});

/** On a GPU where it is asked for; what that cannot do the CPU does, and `reasons` says why. */
async function neighboursOn(
  { points, device, signal, progress }: PointsContext,
  wanted: number,
  { metric }: Parameters,
  reasons: string[],
): Promise<{ neighbours: Neighbours; conventions: string[] }> {
  const search = { metric, signal, progress: (fraction: number) => progress(fraction * 0.3) };
  const found = await onGpu(device, reasons, async (gpu) => {
    const k = Math.min(wanted, points.shape[0]! - 1);
    const neighbours = await gpuNeighbours(gpu, prepareRows(points, metric), k, search);
    return { neighbours, conventions: [`Neighbours found on the GPU (${gpu.name}), exactly.`] };
  });
  if (found) return found;
  const neighbours = await nearestNeighbours(points, wanted, search);
  return { neighbours, conventions: ['Neighbours found on the CPU.', ...recallConvention(neighbours)] };
}

/** The same for what moves the points. */
async function layoutOn(
  device: PointsContext['device'],
  affinities: Affinities,
  start: Float32Array,
  settings: Parameters,
  reasons: string[],
): Promise<Layout | GpuLayout> {
  const n = affinities.offsets.length - 1;
  const repulsion = gpuRepulsion(settings.repulsion, settings.dimensions, n);
  const layout =
    repulsion &&
    (await onGpu(device, reasons, (gpu) => GpuLayout.create(gpu, affinities, start, { ...settings, repulsion })));
  return layout ?? Layout.create(affinities, start, { ...settings, repulsion: chosen(settings, n) });
}

function chosen({ repulsion, dimensions }: Parameters, n: number): Repulsion {
  if (repulsion !== 'auto') return repulsion;
  if (n <= EXACT_POINTS) return 'exact';
  return dimensions === 2 ? 'fft' : 'barnes-hut';
}

/** Each perplexity needs three times as many neighbours; where there are not so many, it is lowered. */
function feasible(wanted: Parameters['perplexity'], n: number): { perplexities: number[]; reduced: boolean } {
  const most = Math.max((n - 1) / 3, 1);
  const all = [wanted].flat();
  return { perplexities: [...new Set(all.map((one) => Math.min(one, most)))], reduced: all.some((one) => one > most) };
}

function initialPositions(
  context: PointsContext,
  { initialisation, dimensions, metric }: Parameters,
): Promise<Float32Array> {
  if (initialisation === 'pca') return principalPositions(context, dimensions, metric, START_DEVIATION);
  return Promise.resolve(noise(context.points.shape[0]! * dimensions, START_DEVIATION, context.random));
}

function phases(settings: Parameters, n: number): Phase[] {
  const phase = (name: string, iterations: number, exaggeration: number, momentum: number): Phase => ({
    ...{ name, iterations, exaggeration, momentum },
    learningRate: settings.learningRate ?? n / exaggeration,
  });
  const late = settings.lateExaggeration > 1 ? LATE_ITERATIONS : 0;
  return [
    phase('early exaggeration', settings.earlyIterations, settings.earlyExaggeration, 0.5),
    phase('settling', settings.iterations, settings.exaggeration, 0.8),
    phase('late exaggeration', late, settings.lateExaggeration, 0.8),
  ];
}

function describe(settings: Parameters, perplexities: readonly number[], reduced: boolean): string[] {
  const numbers = perplexities.map((one) => Number(one.toFixed(2))).join(', ');
  return [
    `Perplexity ${numbers}${reduced ? ', lowered to a third of the other points, the most that these points allow' : ''}, over the ${Math.ceil(3 * Math.max(...perplexities))} nearest neighbours of each point, ${settings.metric} distance.`,
    `Learning rate ${settings.learningRate ?? 'N / exaggeration'}, of the gradient without its factor 4; momentum 0.5 in the early exaggeration, 0.8 afterwards; gains of each coordinate.`,
    'The divergence is KL(P‖Q) over all pairs of points, in nats, without exaggeration.',
  ];
}
