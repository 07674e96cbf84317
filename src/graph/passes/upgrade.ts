/**
 * Brings nodes written for an older operator set to the one all definitions are written for. ONNX changed the form of
 * some operators (parameters became inputs) and the meaning of a few; each change is one entry below, applied while a
 * graph is replayed with known shapes. Semantics: the changelog of ONNX operators.
 */
import { GraphError } from '../../shared/errors';
import { sizeOf } from '../../shared/tensor';
import { attributes, float, int, ints, place, string } from '../attributes';
import type { Builder } from '../builder';
import type { Attributes, Node } from '../graph';
import type { Inputs, Sym } from '../operator';
import { FIRST_RUN, fromEarlySets, without } from './earlySets';

interface Change {
  /** The operator-set version that made the change. */
  since: number;
  /** The node in the form of that version; or its outputs, if it takes more than one node. */
  apply(node: Node, inputs: Inputs, b: Builder): { node: Node; inputs: Inputs } | Sym[];
}

/** The node and inputs in the current operator set's form. A list of symbols means that it has been added already. */
export function upgrade(node: Node, inputs: Inputs, opset: number, b: Builder): { node: Node; inputs: Inputs } | Sym[] {
  let current = opset < FIRST_RUN ? fromEarlySets(node, inputs, b) : { node, inputs };
  for (const change of changes[node.op] ?? []) {
    if (opset >= change.since) continue;
    const next = change.apply(current.node, current.inputs, b);
    if (Array.isArray(next)) return next;
    current = next;
  }
  return current;
}

const changes: Readonly<Record<string, readonly Change[]>> = {
  BatchNormalization: [{ since: 14, apply: onlyFirstOutput }],
  Clip: [{ since: 11, apply: clipLimits }],
  Dropout: [{ since: 12, apply: (node, [x]) => ({ node: without(node, ['ratio', 'seed']), inputs: [x] }) }],
  GroupNormalization: [{ since: 21, apply: scalePerChannel }],
  LogSoftmax: [{ since: 13, apply: flattenedSoftmax }],
  Pad: [{ since: 11, apply: (node, [x], b) => padInputs(node, x, b) }],
  Scatter: [{ since: 11, apply: (node, inputs) => ({ node: { ...node, op: 'ScatterElements' }, inputs }) }],
  Slice: [{ since: 10, apply: sliceInputs }],
  Softmax: [{ since: 13, apply: flattenedSoftmax }],
  Split: [
    { since: 13, apply: (node, inputs, b) => attributeToInput(node, inputs, 'split', b) },
    { since: 18, apply: countOutputs },
  ],
  Squeeze: [{ since: 13, apply: axesToInput }],
  TopK: [
    { since: 10, apply: (node, [x], b) => ({ node: without(node, ['k']), inputs: [x, b.int64([int(node, 'k')])] }) },
  ],
  Unsqueeze: [{ since: 13, apply: axesToInput }],
  Upsample: [{ since: 22, apply: upsampleToResize }],
  Resize: [{ since: 11, apply: upsampleToResize }],
  ReduceSum: [{ since: 13, apply: axesToInput }],
  ...Object.fromEntries(
    [
      'ReduceMean',
      'ReduceMax',
      'ReduceMin',
      'ReduceProd',
      'ReduceL1',
      'ReduceL2',
      'ReduceLogSum',
      'ReduceLogSumExp',
      'ReduceSumSquare',
    ].map((op) => [op, [{ since: 18, apply: axesToInput }]]),
  ),
};

function withAttributes(node: Node, more: Attributes): Node {
  return { ...node, attributes: { ...node.attributes, ...more } };
}

function attributeToInput(node: Node, inputs: Inputs, name: string, b: Builder): { node: Node; inputs: Inputs } {
  if (!node.attributes[name]) return { node, inputs };
  return { node: without(node, [name]), inputs: [...inputs, b.int64(ints(node, name))] };
}

function axesToInput(node: Node, inputs: Inputs, b: Builder) {
  return attributeToInput(node, [inputs[0]], 'axes', b);
}

/** Older versions could also return training statistics. */
function onlyFirstOutput(node: Node, inputs: Inputs): { node: Node; inputs: Inputs } {
  if (int(node, 'spatial', 1) !== 1)
    throw new GraphError(`${place(node)}: statistics per activation (spatial=0) are not supported.`);
  return { node: { ...without(node, ['spatial', 'momentum']), outputs: node.outputs.slice(0, 1) }, inputs };
}

function clipLimits(node: Node, [x]: Inputs, b: Builder): { node: Node; inputs: Inputs } {
  const limit = (name: string): Sym | undefined =>
    node.attributes[name] ? b.scalar(float(node, name), x!.dtype) : undefined;
  return { node: without(node, ['min', 'max']), inputs: [x, limit('min'), limit('max')] };
}

function padInputs(node: Node, x: Sym | undefined, b: Builder): { node: Node; inputs: Inputs } {
  const value = b.scalar(float(node, 'value', 0), x!.dtype);
  return { node: without(node, ['pads', 'value']), inputs: [x, b.int64(ints(node, 'pads')), value] };
}

function sliceInputs(node: Node, [x]: Inputs, b: Builder): { node: Node; inputs: Inputs } {
  const starts = ints(node, 'starts');
  const axes = ints(node, 'axes', [...starts.keys()]);
  const inputs = [x, b.int64(starts), b.int64(ints(node, 'ends')), b.int64(axes)];
  return { node: without(node, ['starts', 'ends', 'axes']), inputs };
}

function countOutputs(node: Node, inputs: Inputs): { node: Node; inputs: Inputs } {
  if (inputs[1]) return { node, inputs };
  return { node: withAttributes(node, attributes({ num_outputs: node.outputs.length })), inputs };
}

/** Before version 13 softmax flattened everything from `axis` on (default 1) into one row. */
function flattenedSoftmax(node: Node, [x]: Inputs, b: Builder): { node: Node; inputs: Inputs } | Sym[] {
  const { shape } = x!;
  const axis = int(node, 'axis', 1);
  const from = axis < 0 ? axis + shape.length : axis;
  const last = withAttributes(node, attributes({ axis: -1 }));
  if (sizeOf(shape.slice(from + 1)) === 1)
    return { node: withAttributes(node, attributes({ axis: from })), inputs: [x] };
  if (from === shape.length - 1) return { node: last, inputs: [x] };
  const rows = b.reshape(x!, [sizeOf(shape.slice(0, from)), sizeOf(shape.slice(from))]);
  const [y] = b.node({ ...last, outputs: [`${node.outputs[0]!} (rows)`] }, [rows]);
  return b.node({ op: 'Reshape', domain: '', name: `${node.name} (shape)`, outputs: node.outputs, attributes: {} }, [
    y,
    b.int64(shape),
  ]);
}

/** Version 18 had one scale and bias per group, later ones per channel. */
function scalePerChannel(node: Node, [x, scale, bias]: Inputs, b: Builder): { node: Node; inputs: Inputs } {
  const channels = x!.shape[1]!;
  const groups = int(node, 'num_groups');
  const perChannel = (v: Sym | undefined): Sym => {
    if (!v) throw new GraphError(`${place(node)} lacks its scale or bias.`);
    return b.reshape(b.expand(b.reshape(v, [groups, 1]), [groups, channels / groups]), [channels]);
  };
  return { node, inputs: [x, perChannel(scale), perChannel(bias)] };
}

/** Upsample, and Resize before version 11, took the floor of x·scale. */
function upsampleToResize(node: Node, [x, scales]: Inputs, b: Builder): { node: Node; inputs: Inputs } {
  const fromAttribute = node.attributes['scales'];
  const factors = fromAttribute?.type === 'floats' ? b.floats(fromAttribute.value) : scales;
  const mode = string(node, 'mode', 'nearest');
  const rounding = attributes({ mode, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' });
  return {
    node: { ...without(node, ['scales']), op: 'Resize', attributes: rounding },
    inputs: [x, undefined, factors],
  };
}
