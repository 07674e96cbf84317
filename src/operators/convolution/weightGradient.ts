/**
 * The gradient of a convolution with respect to its weight: a convolution of the input with dy, batch and channels swapped,
 * stride and dilation swapped.
 */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';
import { span, type Window } from '../window';
import { convolve } from './convolve';

/** x: [N, C, …], dy: [N, K, …]; the result is [K, C / groups, …]. */
export function weightGradient(b: Builder, x: Sym, dy: Sym, windows: readonly Window[], groups: number): Sym {
  const [batch, channels, ...sizes] = x.shape as [number, number, ...number[]];
  const spatial = sizes.map((_, axis) => axis);
  const grouped = b.reshape(x, [batch, groups, channels / groups, ...sizes]);
  const images = b.reshape(b.transpose(grouped, [2, 1, 0, ...spatial.map((axis) => axis + 3)]), [
    channels / groups,
    groups * batch,
    ...sizes,
  ]);
  const swap = [1, 0, ...spatial.map((axis) => axis + 2)];
  const sliding = windows.map((window) => ({
    stride: window.dilation,
    dilation: window.stride,
    begin: window.begin,
    // Exactly up to the last tap of the last window; what the stride leaves over is cropped.
    end: (window.output - 1) * window.stride + span(window) - window.input - window.begin,
  }));
  return b.transpose(convolve(b, images, b.transpose(dy, swap), sliding, groups), swap);
}
