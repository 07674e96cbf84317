/**
 * The gradient of a convolution with respect to its input, as stride-1 convolutions of dy with flipped kernels. With
 * stride s the inputs at each position modulo s (a phase) meet only every s-th tap, so each phase is its own small
 * convolution and the phases are interleaved: nothing multiplies inserted zeros. Nodes on the weight make the flipped
 * kernels; the engine folds them when it loads a constant weight.
 */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';
import { interleave, type Window } from '../window';
import { convolve } from './convolve';

/**
 * The engine computes output channels in blocks of this many (8 with AVX2, 16 with AVX-512); a partial block costs as
 * much as a full one.
 */
const LANES = 8;
/** Largest number of separate convolutions; with more phases, one convolution makes them all. */
const MAX_PHASES = 16;

/**
 * The taps that meet the inputs at one position modulo the block: which taps, and which dy (offset from the block's
 * own).
 */
interface Phase {
  taps: readonly number[];
  offsets: readonly number[];
}

/** dy: [N, K, …], w: [K, C / groups, …]; the result is [N, C, …] with the windows' input sizes. */
export function inputGradient(b: Builder, dy: Sym, w: Sym, windows: readonly Window[], groups: number): Sym {
  const kernels = swapChannels(b, w, groups);
  const block = groups === 1 ? chooseBlock(w.shape[1]!, windows) : undefined;
  return block ? together(b, dy, kernels, windows, block) : apart(b, dy, kernels, windows, groups);
}

/** [K, C / groups, …] → [C, K / groups, …]. */
function swapChannels(b: Builder, w: Sym, groups: number): Sym {
  const [out, into, ...kernel] = w.shape as [number, number, ...number[]];
  const grouped = b.reshape(w, [groups, out / groups, into, ...kernel]);
  const swapped = b.transpose(grouped, [0, 2, 1, ...kernel.map((_, axis) => axis + 3)]);
  return b.reshape(swapped, [groups * into, out / groups, ...kernel]);
}

/** One convolution for each phase. */
function apart(b: Builder, dy: Sym, kernels: Sym, windows: readonly Window[], groups: number): Sym {
  const perAxis = windows.map((window) => phasesOf(window, window.stride));
  const parts = product(perAxis).map((phases) => {
    if (phases.some(({ taps }) => taps.length === 0)) return undefined;
    const sliding = phases.map(({ offsets }, axis) => {
      const { input, output, stride } = windows[axis]!;
      const last = Math.ceil(input / stride) - 1;
      const dilation = offsets.length > 1 ? offsets[1]! - offsets[0]! : 1;
      return { stride: 1, dilation, begin: -offsets[0]!, end: last + offsets.at(-1)! - (output - 1) };
    });
    return convolve(b, dy, pick(b, kernels, phases), sliding, groups);
  });
  return merge(b, parts, windows, windows.map(({ stride }) => stride)); // prettier-ignore
}

/** One convolution that makes all phases of a block of positions as channels. */
function together(b: Builder, dy: Sym, kernels: Sym, windows: readonly Window[], block: readonly number[]): Sym {
  const perAxis = windows.map((window, axis) => phasesOf(window, block[axis]!));
  const reach = perAxis.map(range);
  const stacked = product(perAxis).map((phases) => {
    const before = phases.map(({ offsets }, axis) => offsets[0]! - reach[axis]!.low);
    const after = phases.map(({ offsets }, axis) => reach[axis]!.high - offsets.at(-1)!);
    return b.pad(pick(b, kernels, phases), [0, 0, ...before], [0, 0, ...after]);
  });
  const sliding = windows.map(({ input, output, stride }, axis) => {
    const step = block[axis]! / stride;
    const { low, high } = reach[axis]!;
    return {
      stride: step,
      dilation: 1,
      begin: -low,
      end: (Math.ceil(input / block[axis]!) - 1) * step + high - (output - 1),
    };
  });
  const all = convolve(b, dy, b.concat(stacked, 0), sliding, 1);
  const parts =
    stacked.length > 1 ? b.ops('Split', [all], { axis: 1, num_outputs: stacked.length }, stacked.length) : [all];
  return merge(b, parts, windows, block);
}

/** Phase r of each block position r, with its taps by increasing offset. */
function phasesOf({ kernel, stride, dilation, begin }: Window, block: number): Phase[] {
  return Array.from({ length: block }, (_, r) => {
    const offset = (tap: number): number => (r + begin - tap * dilation) / stride;
    const taps = Array.from({ length: kernel }, (_, i) => kernel - 1 - i).filter((tap) =>
      Number.isInteger(offset(tap)),
    );
    return { taps, offsets: taps.map(offset) };
  });
}

/** The kernels' taps of one phase, which run backwards in equal steps along each axis. */
function pick(b: Builder, kernels: Sym, phases: readonly Phase[]): Sym {
  const whole = phases.every(({ taps }, axis) => taps.length === 1 && kernels.shape[axis + 2] === 1);
  if (whole) return kernels;
  const starts = phases.map(({ taps }) => taps[0]!);
  // One before the last tap; -1 would mean the end of the axis.
  const ends = phases.map(({ taps }) => taps.at(-1)! - 1).map((end) => (end < 0 ? -(2 ** 31) : end));
  const steps = phases.map(({ taps }) => (taps.length > 1 ? taps[1]! - taps[0]! : -1));
  return b.slice(kernels, starts, ends, phases.map((_, axis) => axis + 2), steps); // prettier-ignore
}

/** Interleaves parts listed by block position, the last axis fastest. */
function merge(
  b: Builder,
  parts: readonly (Sym | undefined)[],
  windows: readonly Window[],
  block: readonly number[],
): Sym {
  let rows = parts;
  for (let axis = windows.length - 1; axis >= 0; axis--) {
    const count = block[axis]!;
    rows = Array.from({ length: rows.length / count }, (_, row) => {
      const group = rows.slice(row * count, (row + 1) * count);
      return group.some(Boolean) ? interleave(b, group, axis + 2, windows[axis]!.input) : undefined;
    });
  }
  return rows[0]!;
}

/**
 * The block of positions for a joint convolution, or undefined if one convolution per phase multiplies less. The joint
 * one meets zeros where the phases' taps differ, but fills the engine's lanes when there are few channels: for a first
 * layer of 3 channels, 7×7 with stride 2, 60 multiply-adds per position (block 4×2) against 98, and per dy channel.
 */
function chooseBlock(channels: number, windows: readonly Window[]): number[] | undefined {
  const lanes = (count: number): number => Math.ceil(count / LANES) * LANES;
  const strides = windows.map(({ stride }) => stride);
  const count = multiply(strides);
  const perPhase = windows.map((window) => phasesOf(window, window.stride));
  const covered = perPhase.every((phases) => phases.every(({ taps }) => taps.length > 0));
  if (!covered || windows.some(({ dilation }) => dilation > 1)) return undefined;
  const blocks = product(
    strides.map((stride) => [1, 2, 4].map((n) => n * stride).filter((n) => n === stride || n <= LANES)),
  );
  const costs = blocks.map((block) => {
    const taps = windows
      .map((window, axis) => range(phasesOf(window, block[axis]!)))
      .map(({ low, high }) => high - low + 1);
    return (lanes(channels * multiply(block)) * multiply(taps)) / multiply(block);
  });
  const least = Math.min(...costs);
  const separately = (lanes(channels) * multiply(windows.map(({ kernel }) => kernel))) / count;
  // Of ties the last, which is tall: interleaving rows is cheaper than interleaving columns (3.3 against 4.0 ms for 1
  // channel, 5×5).
  return least <= separately || count > MAX_PHASES ? blocks[costs.lastIndexOf(least)] : undefined;
}

function range(phases: readonly Phase[]): { low: number; high: number } {
  const offsets = phases.flatMap((phase) => phase.offsets);
  return { low: Math.min(...offsets), high: Math.max(...offsets) };
}

function multiply(factors: readonly number[]): number {
  return factors.reduce((product, factor) => product * factor, 1);
}

/** All choices of one from each list, the last list fastest. */
function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
}
