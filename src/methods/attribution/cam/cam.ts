/**
 * CAM: the original class activation map, exact for networks that end in global average pooling and one dense layer.
 */
import * as z from 'zod';
import { producers, type BoundGraph, type Node } from '../../../graph/graph';
import { isAffine } from '../../../graph/traits';
import { operators } from '../../../operators';
import { UnsuitableError } from '../../../shared/errors';
import { sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { networkFor } from '../../rows';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, meanOverPlaces, weigh } from './maps';

/** Share of the target that may be lost to rounding. */
const TOLERANCE = 1e-3;

export const cam = defineMethod({
  id: 'cam',
  title: 'CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The contribution of every position to a class score, exact if only average pooling and a dense layer follow. Misses detail finer than the layer’s grid, and does not apply if anything else follows.',
  source: 'Zhou et al. 2016, arXiv:1512.04150',
  parameters: z.object({ layer: layerParameter }),
  async run(context, { layer: choice }) {
    const layer = mapLayer(context, choice);
    checkLinear(context, layer.value);
    const places = sizeOf(layer.places);
    const maps: Float32Array[] = [];
    const gap: number[] = [];
    const constants: number[] = [];
    await visitActivity(context, layer, (i, { activation, gradient, value }) => {
      // The weights of the dense layer divided by the number of places: the gradient, which is the same at every place.
      const weights = meanOverPlaces(layer, (at) => gradient[at]!);
      const map = weigh(layer, activation, weights);
      maps[i] = map;
      constants[i] = value - map.reduce((sum, share) => sum + share, 0);
    });
    // The maps leave out the bias of the dense layer: the same for all samples with the same target.
    const { indices } = context.target;
    maps.forEach((_, i) => {
      const same = constants.filter((__, j) => indices[j] === indices[i]);
      gap[i] = Math.max(...same.map((constant) => Math.abs(constant - constants[i]!)));
    });
    const result = mapResult(context, layer, maps, false, [
      `Σ_c w_c A_c / ${places} with the dense layer's weights w: the shares of the places, which sum to the target minus the bias.`,
    ]);
    return {
      ...result,
      law: {
        name: 'completeness',
        statement:
          'The map sums to the target up to one constant, the bias; the gap is how much that constant differs between samples of a class.',
        gap,
        tolerance: TOLERANCE,
        holds: gap.every((g) => g <= TOLERANCE),
      },
    };
  },
});

/** Throws UnsuitableError if anything between the maps and the target is nonlinear or weights places differently. */
function checkLinear(context: MethodContext, value: string): void {
  const network = networkFor(context, [context.target.value]);
  const between = nodesBetween(network, value, context.target.value);
  const bend = between.nodes.find((node) => !isLinearIn(node, (name) => between.reached.has(name)));
  if (bend)
    throw new UnsuitableError(
      `${bend.op} lies between "${value}" and "${context.target.value}"; CAM is for networks that end in global average pooling and one dense layer. Use Grad-CAM.`,
    );
}

/** Whether a node is affine in what comes from the maps; in a product, only one operand may come from them. */
function isLinearIn({ op, domain, inputs }: Node, comesFromMaps: (name: string) => boolean): boolean {
  const operator = operators(op, domain);
  if (!operator) return false;
  if (isAffine(operator)) return true;
  const [first, ...others] = inputs.flatMap((name, i) => (comesFromMaps(name) ? [i] : []));
  if (operator.role === 'linear') return !others.length;
  return operator.role === 'product' && !others.length && (op !== 'Div' || first === 0);
}

function nodesBetween(network: BoundGraph, from: string, to: string) {
  const made = producers(network);
  const reached = new Set([from]);
  for (const node of network.nodes)
    if (node.inputs.some((name) => reached.has(name))) for (const output of node.outputs) reached.add(output);
  const pending = [to];
  const found = new Set<NonNullable<ReturnType<typeof made.get>>>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = made.get(name);
    if (!node || name === from || !reached.has(name) || found.has(node)) continue;
    found.add(node);
    pending.push(...node.inputs);
  }
  return { nodes: [...found], reached };
}
