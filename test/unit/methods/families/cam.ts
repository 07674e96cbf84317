/** Class activation maps as sums over a layer's activity A and the target's gradient G there, both from the float64 network. */
import { array64 } from '../../operators/reference/array64';
import { interpret } from '../../operators/reference/interpreter';
import { gradient } from './backward';
import type { Point } from './edges';

/** One map per channel. */
type Maps = readonly Float64Array[];

/** A signed map from the maps of activity and gradient; `without` gives the target with one channel switched off, and with none. */
type Cam = (activity: Maps, gradient: Maps, without: (channel?: number) => number) => Float64Array;

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const mean = (values: Float64Array): number => total(values) / values.length;

/** Σ_c f(c, p) at every place p. */
function overChannels(activity: Maps, f: (c: number, p: number) => number): Float64Array {
  return activity[0]!.map((_, p) => activity.reduce((sum, __, c) => sum + f(c, p), 0));
}

export const cams: Record<string, Cam> = {
  'grad-cam': (a, g) => overChannels(a, (c, p) => mean(g[c]!) * a[c]![p]!),
  'grad-cam++': (a, g) => {
    // Eq. 19 of Chattopadhay et al. 2018 without exp(target), with 0 / 0 = 0.
    const weight = g.map((map, c) =>
      total(map.map((d) => (d > 0 ? d ** 2 / (2 * d ** 2 + total(a[c]!) * d ** 3) : 0) * d)),
    );
    return overChannels(a, (c, p) => weight[c]! * a[c]![p]!);
  },
  'hi-res-cam': (a, g) => overChannels(a, (c, p) => g[c]![p]! * a[c]![p]!),
  'layer-cam': (a, g) => overChannels(a, (c, p) => Math.max(0, g[c]![p]!) * a[c]![p]!),
  'ablation-cam': (a, _, without) => {
    const whole = without();
    const weight = a.map((__, c) => (whole - without(c)) / whole);
    return overChannels(a, (c, p) => weight[c]! * a[c]![p]!);
  },
  'eigen-cam': (a) => {
    const direction = firstDirection(a);
    const map = overChannels(a, (c, p) => direction[c]! * a[c]![p]!);
    return map.map((value) => value * Math.sign(total(map)));
  },
};

/** The signed map of a method at a layer with channels first. */
export function camOf(method: string, point: Point, output: string, target: number, layer: string): Float64Array {
  const { shape } = point.values.get(layer)!;
  const apart = (values: Float64Array): Maps => {
    const places = values.length / shape[1]!;
    return Array.from({ length: shape[1]! }, (_, c) => values.slice(c * places, (c + 1) * places));
  };
  const activity = apart(point.at(layer));
  const above = { ...point.graph, nodes: point.graph.nodes.filter(({ outputs }) => !outputs.includes(layer)) };
  const without = (channel?: number): number => {
    const changed = activity.flatMap((map, c) => Array.from(map, (value) => (c === channel ? 0 : value)));
    const feeds = { x: point.values.get('x')!, [layer]: array64(shape, changed) };
    return interpret(above, feeds).get(output)!.data[target]!;
  };
  return cams[method]!(activity, apart(gradient(point, output, target).at(layer)), without);
}

/** The first principal direction of the channels over places, by repeated multiplication with their covariance. */
function firstDirection(activity: Maps): number[] {
  const centred = activity.map((map) => map.map((value) => value - mean(map)));
  const covariance = centred.map((a) => centred.map((b) => a.reduce((sum, value, p) => sum + value * b[p]!, 0)));
  let direction = activity.map((_, c) => 1 + 0.1 * c);
  for (let i = 0; i < 1000; i++) {
    const next = covariance.map((row) => row.reduce((sum, value, c) => sum + value * direction[c]!, 0));
    const length = Math.hypot(...next);
    direction = next.map((value) => value / length);
  }
  return direction;
}
