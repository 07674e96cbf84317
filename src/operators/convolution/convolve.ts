/**
 * A Conv node with one window per axis, whose pads may be negative: the input is then cropped first, which ONNX's Conv
 * cannot do.
 */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';

export interface Sliding {
  stride: number;
  dilation: number;
  begin: number;
  end: number;
}

/** x: [N, C, …], w: [K, C / groups, …]. */
export function convolve(b: Builder, x: Sym, w: Sym, sliding: readonly Sliding[], groups: number): Sym {
  const crop = (pad: number): number => Math.min(pad, 0);
  const cropped = b.pad(
    x,
    [0, 0, ...sliding.map(({ begin }) => crop(begin))],
    [0, 0, ...sliding.map(({ end }) => crop(end))],
  );
  return b.op('Conv', [cropped, w], {
    group: groups,
    strides: sliding.map(({ stride }) => stride),
    dilations: sliding.map(({ dilation }) => dilation),
    pads: [...sliding.map(({ begin }) => Math.max(begin, 0)), ...sliding.map(({ end }) => Math.max(end, 0))],
  });
}
