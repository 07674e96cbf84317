/**
 * A glance at one layer's weights: statistics, and a picture in which filters of pictures are pictures, and other
 * weights a matrix of units and inputs. Reads only that tensor from the model's file, in portions: the first matrix of
 * a VGG-16 has 411 MB.
 */
import { weightsOf, type AnyModel, type WeightsAlone } from '../../formats/models/model';
import { portionsOf } from '../../graph/contents';
import type { Constant, Graph } from '../../graph/graph';
import { ArgumentError } from '../../shared/errors';
import type { Statistics, WeightsDescription, WeightsRequest } from '../../shared/glance';
import { layoutOf } from '../../shared/picture/layout';
import { symmetricLimit } from '../../shared/picture/scale';
import { isFloat, sizeOf } from '../../shared/tensor';
import { perceptronTeller, type Perceptrons } from '../perceptrons';
import { paint } from './paint';
import { matrixPlan, tilesPlan, type PicturePlan } from './plan';
import { RunningStatistics } from './statistics';

/** Throws ArgumentError if the model has no such layer of linear units, FormatError if its file has changed. */
export async function describeWeights(
  model: AnyModel,
  { layer, colours }: Pick<WeightsRequest, 'layer' | 'colours'>,
): Promise<WeightsDescription> {
  const plan = 'graph' in model ? planOfLayer(model.graph, layer) : planOfTensor(model.weights, layer);
  if (!plan) throw new ArgumentError(`${model.path} has no layer "${layer}" with weights; look at another layer.`);
  const constant = weightsOf(model).get(plan.weight)!;
  const { statistics, values } = await scan(constant, plan.indices);
  const { limit } = symmetricLimit(Float32Array.from(values), 'percentile');
  const picture = paint(
    plan,
    values,
    plan.channels === 3 ? { kind: 'grey', low: -limit, high: limit } : { kind: 'diverging', limit, colours },
  );
  return { name: plan.weight, dtype: constant.dtype, statistics, picture };
}

type NamedPlan = PicturePlan & { weight: string };

function planOfLayer(graph: Graph, layer: string): NamedPlan | undefined {
  const perceptronsOf = perceptronTeller(graph);
  const node = graph.nodes.find(({ outputs }) => outputs[0] === layer);
  const perceptrons = node && perceptronsOf(node);
  if (!perceptrons) return undefined;
  const first = graph.nodes.find((other) => perceptronsOf(other));
  return { ...planOf(perceptrons, node === first ? graph : undefined), weight: perceptrons.weight };
}

/** Without a graph, nothing says which axis counts units: assumes the first, and that the others are inputs. */
function planOfTensor(weights: WeightsAlone['weights'], name: string): NamedPlan | undefined {
  const constant = weights.get(name);
  const size = constant ? sizeOf(constant.shape) : 0;
  if (!constant || !size || !isFloat(constant.dtype)) return undefined;
  const rows = constant.shape.length > 1 ? constant.shape[0]! : 1;
  const columns = size / rows;
  const plan = matrixPlan({ size: rows, name: 'row' }, { size: columns, name: 'column' }, (row, column) => row * columns + column); // prettier-ignore
  return { ...plan, weight: name };
}

/** `graph` is given for the first layer of a network, which sees the network's input. */
function planOf({ shape, units, indexOf }: Perceptrons, graph: Graph | undefined): PicturePlan {
  const perUnit = sizeOf(shape) / units;
  const name = 'unit';
  const [, channels = 0, height = 0, width = 0] = shape;
  if (shape.length === 4 && height * width > 1 && (channels === 1 || (channels === 3 && graph)))
    return tilesPlan({ size: units, name: 'filter', height, width, channels }, (unit, y, x, c) =>
      indexOf(unit, (c * height + y) * width + x),
    );
  const seen = graph && shape.length === 2 ? pictureInput(graph, perUnit) : undefined;
  if (seen) {
    const { size, stride, channelStride } = seen;
    return tilesPlan({ size: units, name, ...size, channels: seen.channels }, (unit, y, x, c) =>
      indexOf(unit, c * channelStride + y * stride.height + x * stride.width),
    );
  }
  return matrixPlan({ size: units, name }, { size: perUnit, name: shape.length > 2 ? 'weight' : 'input' }, indexOf);
}

/** The layout of the network's input, if that is a picture with this many numbers. */
function pictureInput(graph: Graph, numbers: number) {
  const shape = graph.inputs.find(({ dtype }) => isFloat(dtype))?.shape ?? [];
  const sizes = shape.slice(1).filter((size) => typeof size === 'number');
  if (shape.length < 3 || sizes.length < shape.length - 1 || sizeOf(sizes) !== numbers) return undefined;
  const layout = layoutOf([1, ...sizes]);
  const channels = ([1, 3] as const).find((count) => count === layout.channels);
  return layout.kind === 'image' && channels ? { ...layout, channels } : undefined;
}

/** The statistics of a constant, and its numbers at some places (NaN at -1). */
async function scan(
  constant: Constant,
  places: Float64Array,
): Promise<{ statistics: Statistics; values: Float64Array }> {
  const statistics = new RunningStatistics();
  const values = new Float64Array(places.length).fill(NaN);
  const order = Uint32Array.from(places.keys()).sort((a, b) => places[a]! - places[b]!);
  let next = 0;
  while (places[order[next]!]! < 0) next++;
  for await (const { start, numbers } of portionsOf(constant)) {
    statistics.add(numbers);
    for (; next < order.length; next++) {
      const place = order[next]!;
      if (places[place]! >= start + numbers.length) break;
      values[place] = numbers[places[place]! - start]!;
    }
  }
  return { statistics: statistics.result, values };
}
