/**
 * t-SNE: its parameters, and the order of its parts. Neighbours, affinities, forces and the schedule have their own
 * files.
 */
import { float32, type Float32Tensor } from '../../shared/tensor';
import type { Neighbours } from '../../shared/embedding';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { defineMethod, type PointsContext } from '../method';
import { conditionalAffinities, symmetrise, type Affinities } from './affinities';
import { onGpu } from './gpu/device';
import { GpuLayout, gpuRepulsion } from './gpu/gpuLayout';
import { gpuNeighbours } from './gpu/nearest';
import { noise, principalPositions, scaled } from './initialise';
import { Layout, type Repulsion } from './layout';
import { nearestAmong, nearestNeighbours, recallConvention } from './neighbours/neighbours';
import { optimise, START_DEVIATION, steering, type Phase } from './optimiser';
import { divide, medians, pickRows } from './places';
import { centred } from './positions';
import { prepareRows } from './rows';
import { tsneParameters, type TsneParameters } from './tsneParameters';

/** Up to this many points all pairs are quicker than a grid or a tree. */
const EXACT_POINTS = 3000;
const LATE_ITERATIONS = 250;
/** A point missing from the earlier map starts at the median of this many nearest ones. */
const MEDIAN_OF = 25;

export const tsne = defineMethod({
  id: 'tsne',
  title: 't-SNE',
  family: 'maps of points',
  needs: { points: 'always', map: 'optional' },
  gives: 'cloud',
  summary:
    'Lays out points so that neighbours in the data stay neighbours in the map: shows clusters that no projection shows. Ignores scale: the size of clusters and the distances between them mean little.',
  source:
    'van der Maaten & Hinton 2008, JMLR 9:2579–2605; schedule: Belkina et al. 2019, arXiv:1808.01979; Kobak & Berens 2019',
  parameters: tsneParameters,
  map: { uses: ['start', 'fixed'] },
  steering,
  presets: [
    { title: 'Local', parameters: { perplexity: 10 } },
    { title: 'Global', parameters: { perplexity: 100 } },
  ],
  async run(context, settings) {
    const { points, device, signal, progress, frame } = context;
    const n = points.shape[0]!;
    if (settings.repulsion === 'fft' && settings.dimensions === 3) {
      throw new ArgumentError(
        'Fourier transforms (repulsion fft) work for maps in 1 and 2 dimensions; for 3, choose barnes-hut, exact or auto.',
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
    const conventions = [...describe(settings, perplexities, reduced), ...describeStart(context)];
    if (n === 1) {
      const place = context.earlier?.use === 'fixed' ? start : new Float32Array(settings.dimensions);
      const embedding = float32([1, settings.dimensions], place);
      return { embedding, divergence: 0, metric: settings.metric, conventions };
    }
    const reasons: string[] = [];
    const found = await neighboursOn(context, Math.ceil(3 * Math.max(...perplexities)), settings, reasons);
    const { neighbours } = found;
    const affinities = symmetrise(neighbours, await conditionalAffinities(neighbours, perplexities));
    throwIfCancelled(signal);
    const layout = await layoutOn(device, affinities, start, { ...settings, fixed: fixedPoints(context) }, reasons);
    try {
      await optimise(layout, phases(settings, n), {
        ...context,
        progress: (fraction) => progress(0.3 + fraction * 0.7),
      });
      // Also reads the last positions from a GPU.
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

/** On a GPU if it is asked for; the CPU does what the GPU cannot, and `reasons` says why. */
async function neighboursOn(
  { points, device, signal, progress }: PointsContext,
  wanted: number,
  { metric }: TsneParameters,
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
  settings: TsneParameters & { fixed: Int32Array | undefined },
  reasons: string[],
): Promise<Layout | GpuLayout> {
  const n = affinities.offsets.length - 1;
  const { dimensions, fixed } = settings;
  const repulsion = gpuRepulsion(settings.repulsion, dimensions, n);
  if (device !== 'cpu' && dimensions === 1) reasons.push('Maps on a line do not run on the GPU.');
  else if (device !== 'cpu' && fixed) reasons.push('Maps with fixed points do not run on the GPU.');
  else if (repulsion) {
    const onDevice = { ...settings, dimensions: dimensions as 2 | 3, repulsion };
    const layout = await onGpu(device, reasons, (gpu) => GpuLayout.create(gpu, affinities, start, onDevice));
    if (layout) return layout;
  }
  return Layout.create(affinities, start, { ...settings, repulsion: chosen(settings, n) });
}

function chosen({ repulsion, dimensions }: TsneParameters, n: number): Repulsion {
  if (repulsion !== 'auto') return repulsion;
  if (n <= EXACT_POINTS) return 'exact';
  return dimensions === 3 ? 'barnes-hut' : 'fft';
}

/** Each perplexity needs three times as many neighbours; it is lowered if there are too few. */
function feasible(wanted: TsneParameters['perplexity'], n: number): { perplexities: number[]; reduced: boolean } {
  const most = Math.max((n - 1) / 3, 1);
  const all = [wanted].flat();
  return { perplexities: [...new Set(all.map((one) => Math.min(one, most)))], reduced: all.some((one) => one > most) };
}

async function initialPositions(context: PointsContext, settings: TsneParameters): Promise<Float32Array> {
  const { points, earlier, random } = context;
  const { initialisation, dimensions, metric } = settings;
  if (earlier) {
    const positions = await earlierPositions(context, earlier.places, settings);
    return earlier.use === 'fixed' ? positions : scaled(positions, dimensions, START_DEVIATION, random);
  }
  if (initialisation === 'pca') return principalPositions(context, dimensions, metric, START_DEVIATION);
  return noise(points.shape[0]! * dimensions, START_DEVIATION, random);
}

/** [N, dimensions], centred unless some are fixed; missing points start at the median of their nearest placed ones. */
async function earlierPositions(
  { points, earlier, random, signal }: PointsContext,
  places: Float32Tensor,
  { dimensions, metric }: TsneParameters,
): Promise<Float32Array> {
  const axes = places.shape[1]!;
  if (axes !== dimensions)
    throw new ArgumentError(`The earlier map has ${axes} axes, this one has ${dimensions}; set dimensions to ${axes}.`);
  const { placed, newcomers, order } = divide(places);
  if (!placed.length) throw new ArgumentError('No point of the data has a position in the earlier map.');
  const positions = places.data.slice();
  if (newcomers.length) {
    const among = await nearestAmong(pickRows(points, order), placed.length, MEDIAN_OF, { metric, signal });
    const middles = medians(among, pickRows(places, placed), MEDIAN_OF);
    const jitter = noise(middles.length, START_DEVIATION, random);
    for (const [at, row] of newcomers.entries())
      for (let a = 0; a < axes; a++) positions[row * axes + a] = middles[at * axes + a]! + jitter[at * axes + a]!;
  }
  return earlier!.use === 'fixed' ? positions : centred(positions, dimensions);
}

/** [N], 1 for those that stay where they are. */
function fixedPoints({ earlier }: PointsContext): Int32Array | undefined {
  if (earlier?.use !== 'fixed') return undefined;
  const fixed = new Int32Array(earlier.places.shape[0]!);
  for (const row of divide(earlier.places).placed) fixed[row] = 1;
  return fixed;
}

function phases(settings: TsneParameters, n: number): Phase[] {
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

function describe(settings: TsneParameters, perplexities: readonly number[], reduced: boolean): string[] {
  const numbers = perplexities.map((one) => Number(one.toFixed(2))).join(', ');
  return [
    `Perplexity ${numbers}${reduced ? ', lowered to a third of the other points, the maximum for this many points' : ''}, over the ${Math.ceil(3 * Math.max(...perplexities))} nearest neighbours of each point, ${settings.metric} distance.`,
    `Learning rate ${settings.learningRate ?? 'N / exaggeration'}, for the gradient without its factor 4; momentum 0.5 during early exaggeration, 0.8 afterwards; a gain for each coordinate.`,
    'The divergence is KL(P‖Q) over all pairs of points, in nats, without exaggeration.',
  ];
}

function describeStart({ earlier }: PointsContext): string[] {
  if (!earlier) return [];
  const { placed, newcomers } = divide(earlier.places);
  const others = newcomers.length
    ? `; the other ${newcomers.length} start at the median of the ${Math.min(MEDIAN_OF, placed.length)} nearest placed points`
    : '';
  return [
    earlier.use === 'fixed'
      ? `${placed.length} points stay where the earlier map has them${others}. All points attract and repel each other.`
      : `${placed.length} points start where the earlier map has them${others}; the whole map is scaled to a deviation of 10⁻⁴ along its first axis.`,
  ];
}
