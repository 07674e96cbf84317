/**
 * Layer definitions in source text and what they say: parameters, fan-in, units. Only calls that the file's imports (or
 * custom, without imports) identify as layers of a known library count; other things of the same name do not.
 */
import { tapsPerPlace } from '../../../shared/perceptron';
import { Arguments } from './arguments';
import { fullNames, importsOf, type Imports } from './imports';
import { pathOf } from './names';
import { signatureOf, type Signature } from './signatures';
import { none, Source } from './source';
import type { Language } from './tokens';
import type { Value } from './value';

/** Absent fields cannot be told from the source. */
export interface LayerDefinition extends Pick<Signature, 'library' | 'type' | 'kind'> {
  /** Range of the call in the text, from its callee to its closing bracket. */
  start: number;
  end: number;
  /** "embedding", "encoder.0": its `name` argument, or what it is assigned to. */
  name?: string;
  /** Input features or channels. */
  inputs?: number;
  /** Linear units with their own weights: output features or channels. */
  units?: number;
  /** Sizes of a convolution's kernel. */
  kernel?: number[];
  groups?: number;
  bias?: boolean;
  /** K, the inputs of one unit, not counting the bias; an upper bound for a transposed convolution. */
  fanIn?: number;
  /** Trained numbers without the biases. */
  weights?: number;
}

export interface Definitions {
  /** Definitions in the whole text, in order. */
  all: LayerDefinition[];
  /** The one at the requested offset. */
  here?: LayerDefinition;
}

/** `others`: texts whose imports also apply, such as the other cells of a notebook. */
export function definitionsIn(
  text: string,
  language: Language,
  offset: number,
  others: readonly string[] = [],
): Definitions {
  const sources = others.map((other) => new Source(other, language));
  return definitionsOf(new Source(text, language), offset, sources);
}

/** The same for texts already split into tokens; time proportional to their number. */
export function definitionsOf(source: Source, offset: number, others: readonly Source[] = []): Definitions {
  const imports = importsOf([...others, source]);
  const byOpen = new Map<number, LayerDefinition>();
  for (const open of source.closes.keys()) {
    const definition = source.is(open, '(') ? definitionAt(source, open, imports) : undefined;
    if (definition) byOpen.set(open, definition);
  }
  const all = [...byOpen.values()].sort((a, b) => a.start - b.start);
  const open = callAt(source, offset);
  const here = open === undefined ? undefined : byOpen.get(open);
  return { all, ...(here && { here }) };
}

/**
 * The opening bracket of the call that a place belongs to: its callee, its brackets, or its arguments without nested
 * calls.
 */
function callAt(source: Source, offset: number): number | undefined {
  // A cursor right behind a word or bracket means that one, as in VS Code's own hovers.
  const token = [source.tokenAt(offset), source.tokenAt(offset - 1)].find((index) => index !== none);
  if (token === undefined) return undefined;
  let after = token + 1;
  if (source.isName(token) || source.is(token, '.')) {
    while (source.is(after, '.') || (source.isName(after) && source.is(after - 1, '.'))) after++;
    if (source.is(after, '(')) return after;
  }
  if (source.is(token, '(') && source.calleeOf(token)) return token;
  if (source.is(token, ')')) {
    const partner = source.opens.get(token);
    if (partner !== undefined && source.calleeOf(partner)) return partner;
  }
  for (let open = source.parents[token]!; open !== none; open = source.parents[open]!) {
    const isCall =
      source.is(open, '(') && (source.isName(open - 1) || source.is(open - 1, ')') || source.is(open - 1, ']'));
    if (isCall) return open;
  }
  return undefined;
}

function definitionAt(source: Source, open: number, imports: Imports): LayerDefinition | undefined {
  const callee = source.calleeOf(open);
  const signature = callee && fullNames(callee.names, imports, source).map(signatureOf).find(Boolean);
  const close = source.closes.get(open)!;
  if (!callee || !signature) return undefined;
  const { library, type, kind } = signature;
  const given = new Arguments(source, open, signature.parameters);
  const name = given.get(['name'], undefined);
  const path =
    typeof name === 'string' && name !== '' ? name : pathOf(source, callee.first, close + 1, library === 'PyTorch');
  return {
    ...{ library, type, kind },
    start: source.tokens[callee.first]!.start,
    // Without its closing bracket, an unfinished call ends before what follows it.
    end: source.tokens[source.is(close, ')') ? close : close - 1]!.end,
    ...(path !== undefined && { name: path }),
    ...sizesOf(signature, given),
  };
}

type Sizes = Omit<LayerDefinition, 'library' | 'type' | 'kind' | 'start' | 'end' | 'name'>;

function sizesOf({ kind, axes, library }: Signature, given: Arguments): Sizes {
  const bias = given.get(['bias', 'use_bias', 'useBias'], true);
  const inputs = inputsOf(given, axes);
  const kernel = sizes(given.get(['kernel_size', 'kernelSize'], undefined), axes);
  const groups = kind === 'dense' ? 1 : size(given.get(['groups'], 1));
  const multiplier = size(given.get(['depth_multiplier', 'depthMultiplier'], 1));
  const named = size(given.get(['out_features', 'out_channels', 'units', 'filters'], undefined));
  const units = kind === 'depthwise convolution' ? product(inputs, multiplier) : named;
  const fanIn = fanInOf();
  const perUnit =
    kind === 'transposed convolution' ? product(quotient(inputs, groups), ...(kernel ?? [undefined])) : fanIn;
  const weights = product(units, perUnit);
  // PyTorch accepts any value as true or false, and people use it: bias=0.
  const isBiased =
    typeof bias === 'boolean' ? bias : library === 'PyTorch' && typeof bias === 'number' ? bias !== 0 : undefined;
  return {
    ...(inputs !== undefined && { inputs }),
    ...(units !== undefined && { units }),
    ...(kernel && { kernel }),
    ...(groups !== undefined && kind !== 'dense' && { groups }),
    ...(isBiased !== undefined && { bias: isBiased }),
    ...(fanIn !== undefined && { fanIn }),
    ...(weights !== undefined && { weights }),
  };

  function fanInOf(): number | undefined {
    if (kind === 'dense') return inputs;
    if (!kernel) return undefined;
    if (kind === 'depthwise convolution') return product(...kernel);
    const perGroup = quotient(inputs, groups);
    if (kind === 'convolution') return product(perGroup, ...kernel);
    const strides = sizes(given.get(['stride', 'strides'], 1), axes);
    const dilations = sizes(given.get(['dilation', 'dilation_rate', 'dilationRate'], 1), axes);
    if (!strides || !dilations) return undefined;
    return product(perGroup, ...kernel.map((taps, axis) => tapsPerPlace(taps, strides[axis]!, dilations[axis]!)));
  }
}

/** The input size, if the call gives it: PyTorch's first argument, or the last size of Keras' input shape. */
function inputsOf(given: Arguments, axes: number): number | undefined {
  const direct = size(given.get(['in_features', 'in_channels', 'input_dim', 'inputDim'], undefined));
  if (direct !== undefined) return direct;
  const shape = given.get(['input_shape', 'inputShape', 'batch_input_shape', 'batchInputShape'], undefined);
  const format = given.get(['data_format', 'dataFormat'], 'channels_last');
  if (!Array.isArray(shape) || format === undefined) return undefined;
  return size(shape.at(format === 'channels_last' ? -1 : -1 - axes));
}

/** A size is a whole number from 1. */
function size(value: Value): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** One size for every axis, or one for each. */
function sizes(value: Value, axes: number): number[] | undefined {
  const list =
    Array.isArray(value) && value.length > 1
      ? value
      : new Array<Value>(axes).fill(Array.isArray(value) ? value[0] : value);
  const known = list.map(size).filter((each) => each !== undefined);
  return axes > 0 && known.length === axes && list.length === axes ? known : undefined;
}

function product(...factors: (number | undefined)[]): number | undefined {
  return size(factors.reduce<number>((total, factor) => total * (factor ?? NaN), 1));
}

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : size(a / b);
}
