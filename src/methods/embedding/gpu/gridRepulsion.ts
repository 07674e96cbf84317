/** Repulsion by a grid on the GPU: the buffers and passes of gridShaders.ts, and a grid that grows with the map. */
import type { Gpu } from './device';
import { STAGE_BYTES, STAGE_WORKGROUP, stagesOf, twiddles, type Lines, type Stage } from './fourierShaders';
import { gridSource, STRIP, WORKGROUP } from './gridShaders';
import { allocate, Program, read } from './program';

/** Nodes of a period, twice those of an axis. The largest is beyond the CPU's 1800. */
const LENGTHS = [256, 512, 1024, 2048, 4096] as const;
/**
 * Target distance of two nodes, if memory allows: Linderman et al. 2019 take three nodes for an interval of length 1.
 */
const MOST_SPACING = 1 / 3;
/** The grid's state, as the shaders' binding 3, and the index of the map's range in it. */
const STATE_BYTES = 24;
const RANGE_AT = 4;

const entryPoints = [...(['lay', 'spread', 'sample', 'two', 'four', 'keep', 'fill', 'convolve', 'gather'] as const)];
type EntryPoint = (typeof entryPoints)[number];
type Name = 'settings' | 'state' | 'charges' | 'planes' | 'spectrum' | 'powers' | 'twiddles';

interface Dispatch {
  entryPoint: EntryPoint;
  workgroups: [number, number?];
  settings?: Stage['settings'];
}

interface RepelledMap {
  count: number;
  freedom: number;
  positions: GPUBuffer;
  repulsion: GPUBuffer;
}

export class GridRepulsion {
  private constructor(
    private readonly gpu: Gpu,
    private readonly map: RepelledMap,
    private readonly length: number,
    private readonly buffers: Record<Name, GPUBuffer>,
    private readonly program: Program<EntryPoint>,
    private readonly dispatches: readonly Dispatch[],
  ) {}

  /** For a map whose longer axis has about this range. Throws DeviceError if it does not fit the GPU's memory. */
  static async create(gpu: Gpu, map: RepelledMap, range: number): Promise<GridRepulsion> {
    const length = lengthFor(gpu, range);
    const nodes = length / 2;
    const { dispatches, planes } = schedule(map.count, length);
    const buffers = await allocate<Name>(gpu, `A grid of ${nodes} × ${nodes} nodes`, {
      settings: dispatches.length * STAGE_BYTES,
      state: STATE_BYTES,
      charges: nodes * nodes * 4,
      planes: planesBytes(length),
      spectrum: length * length * 4,
      powers: ((length * length) / STRIP) * 4,
      twiddles: length * 8,
    });
    const { queue } = gpu.device;
    queue.writeBuffer(buffers.twiddles, 0, twiddles(length));
    for (const [i, { settings }] of dispatches.entries())
      if (settings) queue.writeBuffer(buffers.settings, i * STAGE_BYTES, settings);
    const { state, charges, spectrum, powers } = buffers;
    const program = await Program.create(gpu, gridSource(map.count, map.freedom, length, planes), entryPoints, [
      { buffer: buffers.settings, type: 'uniform', slot: STAGE_BYTES },
      { buffer: map.positions, type: 'read-only-storage' },
      ...[map.repulsion, state, charges, buffers.planes, spectrum, powers].map((buffer) => ({ buffer })),
      { buffer: buffers.twiddles, type: 'read-only-storage' },
    ]);
    return new GridRepulsion(gpu, map, length, buffers, program, dispatches);
  }

  encode(pass: GPUComputePassEncoder): void {
    for (const [i, { entryPoint, workgroups }] of this.dispatches.entries())
      this.program.encode(pass, entryPoint, workgroups, i * STAGE_BYTES);
  }

  /** This grid, or a larger one if the map has outgrown it. Throws DeviceError. */
  async fitted(): Promise<GridRepulsion> {
    const range = new Float32Array(await read(this.gpu, this.buffers.state, STATE_BYTES))[RANGE_AT]!;
    if (lengthFor(this.gpu, range) <= this.length) return this;
    this.dispose();
    return GridRepulsion.create(this.gpu, this.map, range);
  }

  dispose(): void {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
  }
}

/** The passes of a step, and the planes that hold their transforms' results. */
function schedule(count: number, length: number) {
  const nodes = length / 2;
  let plane = 0;
  const transform = (lines: Lines): Stage[] => {
    const { stages, plane: end } = stagesOf(length, lines, plane);
    plane = end;
    return stages;
  };
  const points = Math.ceil(count / WORKGROUP);
  const nodesOf = (side: number): [number, number] => [side / STAGE_WORKGROUP, side];
  const kernels = [
    ...transform({ axis: 'x', count: length, sampling: true }),
    ...transform({ axis: 'y', count: length, sampling: true }),
  ];
  const sampled = plane;
  plane = 0;
  const there = [
    ...transform({ axis: 'x', count: nodes, half: true }),
    ...transform({ axis: 'y', count: length, half: true }),
  ];
  const transformed = plane;
  const back = [...transform({ axis: 'y', count: length }), ...transform({ axis: 'x', count: nodes })];
  const dispatches: Dispatch[] = [
    { entryPoint: 'lay', workgroups: [1] },
    { entryPoint: 'spread', workgroups: [points] },
    { entryPoint: 'sample', workgroups: nodesOf(length) },
    ...kernels,
    { entryPoint: 'keep', workgroups: nodesOf(length) },
    { entryPoint: 'fill', workgroups: nodesOf(nodes) },
    ...there,
    { entryPoint: 'convolve', workgroups: [length / STAGE_WORKGROUP, length / STRIP] },
    ...back,
    { entryPoint: 'gather', workgroups: [points] },
  ];
  return { dispatches, planes: { sampled, transformed, result: plane } };
}

/** The smallest grid with the spacing, or the largest that fits the GPU's memory. */
function lengthFor({ bytes }: Gpu, range: number): number {
  const possible = LENGTHS.filter((length) => planesBytes(length) <= bytes);
  const fits = (length: number): boolean => (1.08 * range) / (length / 2 - 4) <= MOST_SPACING;
  return possible.find(fits) ?? possible.at(-1) ?? LENGTHS[0];
}

/** The largest of a grid's buffers. */
function planesBytes(length: number): number {
  return 2 * length * length * 8;
}
