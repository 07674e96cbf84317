/**
 * A layer's name in its network: the attribute it is assigned to, its key in a dictionary, its place in a sequence,
 * joined as PyTorch names parameters: "encoder.0". `definition.ts` reads Keras' `name` argument.
 */
import { none, type Source } from './source';

/** Calls whose parts keep the names given there. */
const dictionaries = new Set(['OrderedDict', 'ModuleDict', 'dict']);
/** Calls that give their second argument the name in the first. */
const registrations = new Set(['add_module', 'register_module']);
/** PyTorch's modules whose parts are named by position. */
const sequences = new Set(['Sequential', 'ModuleList']);

/** Deeper nesting than people write in one expression. */
const deepest = 8;

/** Words that may precede the name in a declaration. */
const modifiers = new Set([
  'const',
  'let',
  'var',
  'export',
  'public',
  'private',
  'protected',
  'readonly',
  'static',
  'declare',
]);

/**
 * The path of the expression of tokens [first, after), undefined if it has none. Positions count only if they make
 * names.
 */
export function pathOf(source: Source, first: number, after: number, placesCount: boolean): string | undefined {
  const path: string[] = [];
  let expression = { first, after };
  let isNamed = false;
  for (let level = 0; level < deepest; level++) {
    const assigned = assignedTo(source, expression.first);
    if (assigned !== undefined) return isWhole(source, expression.after) ? [assigned, ...path].join('.') : undefined;
    const key = keyOf(source, expression.first);
    if (key !== undefined) path.unshift(key);
    const call = callAround(source, expression.first);
    if (!call || registrations.has(call.name)) break;
    if (sequences.has(call.name) && placesCount) {
      const place = isNamed || key !== undefined ? '' : placeIn(source, call.open, expression.first);
      if (place === undefined) return undefined;
      if (place !== '') path.unshift(String(place));
    } else if (!dictionaries.has(call.name)) {
      break;
    }
    isNamed = dictionaries.has(call.name);
    expression = call;
  }
  return path.length > 0 ? path.join('.') : undefined;
}

/** `self.embedding = …` → "embedding"; `const dense1: tf.layers.Layer = …` → "dense1"; `dict(fc1=…)` → "fc1". */
function assignedTo(source: Source, first: number): string | undefined {
  const { tokens, parents } = source;
  if (!source.is(first - 1, '=')) return undefined;
  const level = parents[first - 1]!;
  const belongs = (i: number): boolean =>
    i > level && (parents[i]! > level || (parents[i] === level && ![',', ';', '='].some((mark) => source.is(i, mark))));
  // Back to where the statement or argument begins, skipping a type between the name and the mark.
  let at = first - 1;
  while (belongs(at - 1) && !(at < first - 1 && tokens[at]!.startsLine)) {
    at--;
    // Skips a bracket as a whole: its contents belong to others.
    const open = parents[at] === level ? source.opens.get(at) : undefined;
    if (open !== undefined && open > level) at = open;
  }
  while (modifiers.has(tokens[at]!.text)) at++;
  const names: string[] = [];
  for (; source.isName(at); at++) {
    names.push(tokens[at++]!.text);
    if (!source.is(at, '.')) break;
    // `this.#dense1`
    if (source.is(at + 1, '#')) at++;
  }
  if (!source.is(at, '=') && !source.is(at, ':')) return undefined;
  const path = ['self', 'this'].includes(names[0] ?? '') ? names.slice(1) : names;
  return path.length > 0 ? path.join('.') : undefined;
}

/** `"fc1": …` and `fc1: …` in braces, `("fc1", …)`. */
function keyOf(source: Source, first: number): string | undefined {
  const open = source.parents[first]!;
  const key = source.tokens[first - 2];
  const isFirst = open === first - 3;
  const isText = key?.kind === 'text' && key.plain;
  if (source.is(open, '{') && source.is(first - 1, ':') && (isFirst || source.is(first - 3, ',')))
    return isText || key?.kind === 'name' ? key.text : undefined;
  return source.is(open, '(') && source.is(first - 1, ',') && isFirst && isText ? key.text : undefined;
}

/** The call in whose arguments a token stands, through any lists, pairs and braces. */
function callAround(
  source: Source,
  token: number,
): { name: string; open: number; first: number; after: number } | undefined {
  const open = source.callAround(token);
  const callee = open === none ? undefined : source.calleeOf(open);
  return callee && { name: callee.names.at(-1)!, open, first: callee.first, after: source.closes.get(open)! + 1 };
}

/**
 * Index of the part of a sequence that a token is in, whether its arguments or the list in its first; unknown for a
 * comprehension.
 */
function placeIn(source: Source, open: number, token: number): number | undefined {
  const list = [open + 1, open + 2].find((i) => source.is(i, '[')) ?? open;
  const place = source.placeIn(list, token);
  if (place < 0) return undefined;
  const loops = source.within(...source.partsOf(list)[place]!).some((i) => source.tokens[i]!.text === 'for');
  return loops ? undefined : place;
}

/**
 * Whether the expression that ends before a token is everything that is assigned. In `x = Dense(80)(x)` the name is the
 * result's, as in TensorFlow.js' `x = dense({…}).apply(y)`; PyTorch's `Linear(3, 3).to(device)` is still the layer.
 */
function isWhole(source: Source, after: number): boolean {
  if (source.tokens[after]?.startsLine ?? true) return true;
  if (source.is(after, '(') || source.is(after, '[')) return false;
  return !source.is(after, '.') || (source.language === 'python' && source.is(after + 2, '('));
}
