/** Small pictures of samples for viewing: what the network received, as bytes. */
import { rangeOf } from '../../shared/range';
import { resize } from '../../formats/resize';
import { layoutOf } from '../../shared/picture/layout';
import type { Float32Tensor, Tensor } from '../../shared/tensor';

/**
 * [n, rows, columns, 1 or 3] uint8 of the samples at `rows`, no side longer than `side`; the smallest number of each
 * sample is black, the largest white. Undefined for inputs other than pictures.
 */
export function pictures({ shape, data }: Float32Tensor, rows: readonly number[], side: number): Tensor | undefined {
  const { kind, size, stride, channels: all, channelStride, sampleSize } = layoutOf(shape);
  if (kind !== 'image') return undefined;
  const channels = all === 3 || all === 4 ? 3 : 1;
  const scale = Math.min(1, side / Math.max(size.height, size.width));
  const height = Math.max(1, Math.round(size.height * scale));
  const width = Math.max(1, Math.round(size.width * scale));
  const bytes = new Uint8Array(rows.length * height * width * channels);
  rows.forEach((row, n) => {
    const pixels = new Float32Array(size.height * size.width * channels);
    let at = 0;
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++)
        for (let c = 0; c < channels; c++)
          pixels[at++] = data[row * sampleSize + y * stride.height + x * stride.width + c * channelStride]!;
    const small = resize({ width: size.width, height: size.height, channels, data: pixels }, width, height, 'bilinear');
    const [low, high] = rangeOf(small.data);
    const range = high - low || 1;
    bytes.set(
      small.data.map((value) => Math.round((255 * (value - low)) / range)),
      n * height * width * channels,
    );
  });
  return { dtype: 'uint8', shape: [rows.length, height, width, channels], data: bytes };
}
