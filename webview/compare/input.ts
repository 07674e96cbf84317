/** The input that all compared maps explain, as a picture; nothing if it is not one. */
import { layoutOf } from '../../src/shared/picture/layout';
import { channelValues, slice } from '../../src/shared/picture/plane';
import type { Float32Tensor } from '../../src/shared/tensor';
import { paintInput } from '../picture/paint';
import type { Pane } from '../picture/picture';

export function inputPane(input: Float32Tensor, sample: number): Pane | undefined {
  const layout = layoutOf(input.shape);
  if (layout.kind !== 'image' || sample >= layout.samples) return undefined;
  const channels = layout.channels === 3 ? [0, 1, 2] : [0];
  const planes = channels.map((channel) =>
    slice(channelValues(input.data, layout, sample, channel), layout.size, 'depth', 0),
  );
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of planes)
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const { width, height } = planes[0]!;
  return { title: 'what the network received', width, height, layers: [{ name: 'input', pixels: paintInput(planes, [low, high]) }] }; // prettier-ignore
}
