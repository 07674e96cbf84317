/** Gradients, guided backpropagation, deconvnet and DeepLIFT's rescale rule as sums over edges. */
import type { Node } from '../../../../src/graph/graph';
import { sweep, type Arriving, type Point } from './edges';

const RECTIFIERS = new Set(['Clip', 'Relu']);

/** What arrives at every value from 1 at the target by the chain rule. */
export function gradient(point: Point, output: string, target: number): Arriving {
  return sweep(point, output, target, (node, arriving) => chain(point, node, arriving));
}

/** Rectifies what arrives at an activation, then goes on as the gradient does. */
export function guidedBackprop(point: Point, output: string, target: number): Arriving {
  return sweep(point, output, target, (node, arriving) => {
    if (RECTIFIERS.has(node.op)) rectify(arriving.at(node.outputs[0]!));
    chain(point, node, arriving);
  });
}

/** Rectifies what arrives at an activation, and hands it on whether the activation was on or off. */
export function deconvnet(point: Point, output: string, target: number): Arriving {
  return sweep(point, output, target, (node, arriving) => {
    if (!RECTIFIERS.has(node.op)) return chain(point, node, arriving);
    rectify(arriving.at(node.outputs[0]!)).forEach((value, i) => (arriving.at(node.inputs[0]!)[i]! += value));
  });
}

/** Differences that count as none. */
const NO_DIFFERENCE = 1e-6;

/**
 * DeepLIFT with the rescale rule from one point to another: multipliers Δy/Δx at activations, slopes where nothing changes. What a maximum gains is its
 * winner's here, what it loses the winner's at the reference, where the winner here breaks a tie.
 */
export function rescale(here: Point, there: Point, output: string, target: number): Float64Array {
  const multipliers = sweep(here, output, target, (node, arriving) => {
    const [from, to] = [node.inputs[0]!, node.outputs[0]!];
    const [x, x0, y, y0] = [here.at(from), there.at(from), here.at(to), there.at(to)];
    const [dy, dx] = [arriving.at(to), arriving.at(from)];
    if (RECTIFIERS.has(node.op))
      return here.edges(node)[0]!.visit((i, _, slope) => {
        const difference = x[i]! - x0[i]!;
        dx[i]! += dy[i]! * (Math.abs(difference) < NO_DIFFERENCE ? slope : (y[i]! - y0[i]!) / difference);
      });
    if (node.op !== 'MaxPool') return chain(here, node, arriving);
    const share = (i: number, change: number, k: number): void => {
      const difference = x[i]! - x0[i]!;
      if (Math.abs(difference) >= NO_DIFFERENCE) dx[i]! += (dy[k]! * change) / difference;
    };
    const winners = (at: Point): number[] => {
      const found: number[] = [];
      at.edges(node)[0]!.visit((i, k) => (found[k] = i));
      return found;
    };
    const [winnersHere, winnersThere] = [winners(here), winners(there)];
    y.forEach((value, k) => {
      const tied = x0[winnersThere[k]!] === x0[winnersHere[k]!];
      share(winnersHere[k]!, Math.max(value, y0[k]!) - y0[k]!, k);
      share(tied ? winnersHere[k]! : winnersThere[k]!, value - Math.max(value, y0[k]!), k);
    });
  });
  const [x, x0] = [here.at('x'), there.at('x')];
  return multipliers.at('x').map((m, i) => m * (x[i]! - x0[i]!));
}

function chain(point: Point, node: Node, arriving: Arriving): void {
  for (const { from, to, visit } of point.edges(node)) {
    const [dy, dx] = [arriving.at(to), arriving.at(from)];
    visit((i, k, slope) => (dx[i]! += slope * dy[k]!));
  }
}

function rectify(values: Float64Array): Float64Array {
  values.forEach((value, i) => (values[i] = Math.max(0, value)));
  return values;
}
