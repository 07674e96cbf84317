/**
 * Operator sets 1 to 6, which ONNX left in its first year, brought to set 7, from where `upgrade.ts` goes on. Files of that year mix
 * the spellings of several sets, so each change looks for the spelling that it replaces, not for a version. Semantics: the changelog of
 * ONNX operators.
 */
import { GraphError } from '../../shared/errors';
import { toNumbers } from '../../shared/tensor';
import { attributes, int, ints, place, string } from '../attributes';
import type { Builder } from '../builder';
import type { Node } from '../graph';
import { dtypeCode } from '../onnx/types';
import type { Inputs, Sym } from '../operator';

/** The first operator set that the engine runs as it stands in a file, and that {@link fromEarlySets} brings older nodes to. */
export const FIRST_RUN = 7;

interface Written {
  node: Node;
  inputs: Inputs;
}

/** The node as operator set 7 has it. Throws GraphError for one that is written as in training. */
export function fromEarlySets(node: Node, inputs: Inputs, b: Builder): Written {
  const own = changes[node.op]?.(node, inputs, b) ?? { node, inputs };
  // Which inputs a runtime could overwrite, up to set 5.
  return { ...own, node: without(own.node, ['consumed_inputs']) };
}

type Change = (node: Node, inputs: Inputs, b: Builder) => Written;

const changes: Readonly<Record<string, Change>> = {
  ...Object.fromEntries(
    ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'And', 'Or', 'Xor', 'Equal', 'Greater', 'Less'].map((op) => [op, alongAxis]),
  ),
  BatchNormalization: notTraining,
  Cast: typeByCode,
  Concat: (node, inputs) => ({ node: node.attributes['axis'] ? node : withAxis(node, 1), inputs }),
  Dropout: notTraining,
  Gemm: (node, inputs) => ({ node: without(node, ['broadcast']), inputs }),
  Pad: (node, inputs) => ({ node: renamed(node, 'paddings', 'pads'), inputs }),
  PRelu: slopePerChannel,
  Reshape: shapeToInput,
  Tile: repeatsOfAll,
  Upsample: scalesOfAll,
};

/** Without some of its attributes. */
export function without(node: Node, names: readonly string[]): Node {
  const kept = Object.entries(node.attributes).filter(([name]) => !names.includes(name));
  return { ...node, attributes: Object.fromEntries(kept) };
}

function renamed(node: Node, from: string, to: string): Node {
  const value = node.attributes[from];
  return value ? { ...node, attributes: { ...without(node, [from]).attributes, [to]: value } } : node;
}

function withAxis(node: Node, axis: number): Node {
  return { ...node, attributes: { ...node.attributes, ...attributes({ axis }) } };
}

/** `axis` said where the shape of the second operand begins in that of the first; without it they end together. */
function alongAxis(node: Node, [x, y]: Inputs, b: Builder): Written {
  const axis = int(node, 'axis', -1);
  const plain = without(node, ['axis', 'broadcast']);
  if (!x || !y || !node.attributes['axis']) return { node: plain, inputs: [x, y] };
  const after = x.shape.length - (axis < 0 ? axis + x.shape.length : axis) - y.shape.length;
  if (after < 0)
    throw new GraphError(
      `${place(node)}: [${y.shape.join()}] does not fit into [${x.shape.join()}] from axis ${axis} on.`,
    );
  return { node: plain, inputs: [x, b.reshape(y, [...y.shape, ...Array<number>(after).fill(1)])] };
}

/** What was in training had more outputs than the first. */
function notTraining(node: Node, inputs: Inputs): Written {
  if (int(node, 'is_test', 0) === 0 && node.outputs.filter(Boolean).length > 1)
    throw new GraphError(`${place(node)} is in training (is_test=0); export the model for inference.`);
  return { node: without(node, ['is_test']), inputs };
}

function typeByCode(node: Node, inputs: Inputs): Written {
  if (node.attributes['to']?.type !== 'string') return { node, inputs };
  const name = string(node, 'to');
  const known: Readonly<Record<string, keyof typeof dtypeCode>> = { FLOAT: 'float32', DOUBLE: 'float64' };
  const dtype = known[name.toUpperCase()] ?? name.toLowerCase();
  if (!(dtype in dtypeCode)) throw new GraphError(`${place(node)}: there is no type "${name}".`);
  const to = dtypeCode[dtype as keyof typeof dtypeCode];
  return { node: { ...node, attributes: { ...node.attributes, ...attributes({ to }) } }, inputs };
}

/** One slope, or one for each channel, whose axis is the second. */
function slopePerChannel(node: Node, [x, slope]: Inputs, b: Builder): Written {
  const channels = slope?.shape.length === 1 ? slope.shape[0]! : 1;
  if (!x || !slope || channels === 1 || x.shape.length < 3) return { node, inputs: [x, slope] };
  return { node, inputs: [x, b.reshape(slope, [channels, ...x.shape.slice(2).map(() => 1)])] };
}

function shapeToInput(node: Node, inputs: Inputs, b: Builder): Written {
  if (!node.attributes['shape']) return { node, inputs };
  return { node: without(node, ['shape']), inputs: [inputs[0], b.int64(ints(node, 'shape'))] };
}

/** One axis was repeated, named by the third input. */
function repeatsOfAll(node: Node, inputs: Inputs, b: Builder): Written {
  const [x, tiles, axis] = inputs;
  if (!x || !tiles || !axis) return { node, inputs };
  const repeats = x.shape.map(() => 1);
  repeats[knownNumber(node, axis)] = knownNumber(node, tiles);
  return { node, inputs: [x, b.int64(repeats)] };
}

function scalesOfAll(node: Node, inputs: Inputs): Written {
  const [height, width] = ['height_scale', 'width_scale'].map((name) => node.attributes[name]);
  const scales = [height, width].flatMap((scale) => (scale?.type === 'float' ? [scale.value] : []));
  const mode = string(node, 'mode', 'nearest');
  const plain = attributes({ mode: mode === 'bilinear' ? 'linear' : mode });
  if (scales.length < 2) return { node: { ...node, attributes: { ...node.attributes, ...plain } }, inputs };
  return { node: { ...node, attributes: { ...plain, scales: { type: 'floats', value: [1, 1, ...scales] } } }, inputs };
}

function knownNumber(node: Node, { known }: Sym): number {
  const value = known && toNumbers(known)[0];
  if (value === undefined)
    throw new GraphError(`${place(node)}: what it repeats depends on the data, which is not supported.`);
  return value;
}
