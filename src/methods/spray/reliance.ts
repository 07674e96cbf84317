/**
 * Whether the network needs what a cluster's relevance points at: these places are filled with the average of the rest
 * of the class, and the network runs again.
 */
import { layoutOf } from '../../shared/picture/layout';
import { sizeOf, tensorOf, toNumbers, type Shape } from '../../shared/tensor';
import { forward } from '../forward';
import type { MethodContext } from '../method';
import { samplesAt } from './relevanceMaps';

/** The filled places hold this share of the cluster's relevance in excess of the rest's. */
const PART = 0.9;

/**
 * Of the members whose class the network predicts, the share for which it then predicts another; undefined if it
 * predicts none of them, or a place of the map is not a place of the input. `excess` has one number per place of a map
 * of shape `places`.
 */
export async function reliance(
  context: MethodContext,
  members: readonly number[],
  rest: readonly number[],
  excess: Float64Array,
  places: Shape,
): Promise<number | undefined> {
  const { input, target } = context;
  const filled = elementsOf(input.shape, places, leading(excess));
  if (!filled || !rest.length || !members.length) return undefined;
  const size = sizeOf(input.shape.slice(1));
  const changed = samplesAt(input, members);
  for (const element of filled) {
    const mean = rest.reduce((sum, row) => sum + input.data[row * size + element]!, 0) / rest.length;
    members.forEach((_, i) => {
      changed.data[i * size + element] = mean;
    });
  }
  const before = await winners(context, samplesAt(input, members));
  const after = await winners(context, changed);
  const right = members.map((_, i) => i).filter((i) => before[i] === target.indices[members[i]!]);
  return right.length ? right.filter((i) => after[i] !== before[i]).length / right.length : undefined;
}

/** The fewest places that hold {@link PART} of the whole. */
function leading(excess: Float64Array): Set<number> {
  const whole = excess.reduce((sum, value) => sum + value, 0);
  const order = Array.from(excess.keys()).sort((a, b) => excess[b]! - excess[a]!);
  const chosen = new Set<number>();
  let held = 0;
  for (const place of order) {
    if (held >= PART * whole) break;
    held += excess[place]!;
    chosen.add(place);
  }
  return chosen;
}

/** The elements of a sample, in all channels, that lie in these places of a map that may be smaller. */
function elementsOf(shape: Shape, places: Shape, chosen: ReadonlySet<number>): number[] | undefined {
  const { size, stride, channels, channelStride } = layoutOf(shape);
  const [rows, columns] = places.length === 2 ? (places as [number, number]) : [size.height, size.width];
  if (places.length !== 2 && sizeOf(places) !== size.depth * rows * columns) return undefined;
  const elements: number[] = [];
  for (let z = 0; z < size.depth; z++)
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++) {
        const row = Math.floor((y * rows) / size.height);
        const column = Math.floor((x * columns) / size.width);
        if (!chosen.has((z * rows + row) * columns + column)) continue;
        const at = z * stride.depth + y * stride.height + x * stride.width;
        for (let c = 0; c < channels; c++) elements.push(at + c * channelStride);
      }
  return elements;
}

/** Index of the largest number of the target's value for each sample. */
async function winners(context: MethodContext, input: MethodContext['input']): Promise<number[]> {
  const { model, inputName, target, engine, device, memoryBudget, signal } = context;
  const dtype = model.graph.inputs.find(({ name }) => name === inputName)?.dtype ?? 'float32';
  const feeds = { [inputName]: tensorOf(dtype, input.shape, input.data) };
  const outputs = await forward({ model, feeds, outputs: [target.value], engine, device, memoryBudget, signal });
  const values = toNumbers(outputs[target.value]!);
  const count = input.shape[0]!;
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => {
    let best = 0;
    for (let index = 1; index < size; index++) if (values[i * size + index]! > values[i * size + best]!) best = index;
    return best;
  });
}
