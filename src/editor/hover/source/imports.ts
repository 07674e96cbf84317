/** What the names in a file mean, according to its imports: `nn` is torch.nn, or flax.linen, or the user's own. */
import type { Source } from './source';

export interface Imports {
  /** Local name → full name: "nn" → "torch.nn", "Dense" → "keras.layers.Dense". */
  names: Map<string, string>;
  /** Modules imported with *. */
  everythingOf: string[];
}

/** Most modules imported with * in a file; each is another name for everything in it. */
const most = 32;

/** Meaning of common names where a file does not say, as in a notebook cell or the middle of a file. */
const customary: Readonly<Record<Source['language'], ReadonlyMap<string, string>>> = {
  python: new Map([
    ['torch', 'torch'],
    ['nn', 'torch.nn'],
    ['tf', 'tensorflow'],
    ['keras', 'keras'],
    ['layers', 'keras.layers'],
  ]),
  script: new Map([['tf', '@tensorflow/tfjs']]),
};

export function importsOf(sources: readonly Source[]): Imports {
  const imports: Imports = { names: new Map(), everythingOf: [] };
  for (const source of sources) {
    source.tokens.forEach(({ kind, text, startsLine }, index) => {
      if (kind !== 'name') return;
      if (source.language === 'script') readScript(source, index, imports);
      else if (text === 'import' && startsLine) readImport(source, index + 1, imports);
      else if (text === 'from' && startsLine) readFrom(source, index + 1, imports);
    });
  }
  return imports;
}

/** The full names that a dotted name can have; several if whole modules were imported. */
export function fullNames(
  names: readonly string[],
  { names: known, everythingOf }: Imports,
  { language }: Source,
): string[] {
  const [first = '', ...rest] = names;
  const imported = known.get(first);
  if (imported !== undefined) return [[imported, ...rest].join('.')];
  const usual = customary[language].get(first);
  const whole = names.join('.');
  return [
    ...(usual === undefined ? [] : [[usual, ...rest].join('.')]),
    ...everythingOf.map((module) => `${module}.${whole}`),
  ];
}

/** a.b.c from a token on, with the index after it; it ends with its line. */
function dotted(source: Source, from: number): { name: string; after: number } {
  let [name, at] = ['', from];
  const isHere = (index: number) => index === from || !source.tokens[index]!.startsLine;
  while ((source.isName(at) || source.is(at, '.') || source.is(at, '...')) && isHere(at)) {
    const { text, kind } = source.tokens[at]!;
    // "from . import x": the name of the module ends before the word.
    if (kind === 'name' && name !== '' && !name.endsWith('.')) break;
    if (text === 'import' && kind === 'name') break;
    name += text;
    at++;
  }
  return { name, after: at };
}

/** import torch, torch.nn as nn */
function readImport(source: Source, from: number, { names }: Imports): void {
  for (let at = from; ;) {
    const { name, after } = dotted(source, at);
    if (name === '') return;
    const alias = aliasAt(source, after);
    const first = name.split('.', 1)[0]!;
    names.set(alias ?? first, alias === undefined ? first : name);
    at = after + (alias === undefined ? 0 : 2);
    if (!source.is(at, ',')) return;
    at++;
  }
}

/** from torch import nn; from keras.layers import (Dense as D, Conv2D); from torch.nn import * */
function readFrom(source: Source, from: number, { names, everythingOf }: Imports): void {
  const { name: module, after } = dotted(source, from);
  if (source.tokens[after]?.text !== 'import') return;
  let at = after + 1;
  if (source.is(at, '*') && !everythingOf.includes(module) && everythingOf.length < most) everythingOf.push(module);
  if (source.is(at, '(')) at++;
  while (source.isName(at) && (!source.tokens[at]!.startsLine || source.parents[at] !== -1)) {
    const name = source.tokens[at]!.text;
    const alias = aliasAt(source, at + 1);
    names.set(alias ?? name, `${module}.${name}`);
    at += alias === undefined ? 1 : 3;
    if (!source.is(at, ',')) return;
    at++;
  }
}

function aliasAt(source: Source, at: number): string | undefined {
  const isAlias = source.isName(at) && source.tokens[at]!.text === 'as' && source.isName(at + 1);
  return isAlias ? source.tokens[at + 1]!.text : undefined;
}

/**
 * import tf from 'm'; import * as tf from 'm'; import { layers as l } from 'm'; const tf = require('m'); const { layers
 * } = await import('m'). Parsed backwards from the module's name, with which all of them end.
 */
function readScript(source: Source, index: number, { names }: Imports): void {
  const word = source.tokens[index]!.text;
  const isCall = (word === 'require' || word === 'import') && source.is(index + 1, '(');
  const module = source.tokens[isCall ? index + 2 : index + 1];
  if (!(isCall || word === 'from') || module?.kind !== 'text' || !module.plain) return;
  // TensorFlow.js comes as several packages with the same names.
  const name = module.text.replace(/^@tensorflow\/tfjs(-[a-z-]+)?$/, '@tensorflow/tfjs');
  let at = index - 1;
  if (isCall && source.tokens[at]?.text === 'await') at--;
  if (isCall && !source.is(at--, '=')) return;
  if (source.is(at, '}')) {
    const open = source.opens.get(at);
    for (const [from, to] of open === undefined ? [] : source.partsOf(open)) {
      // `layers`, `layers as l` and `layers: l`.
      if (source.isName(from) && source.isName(to - 1))
        names.set(source.tokens[to - 1]!.text, `${name}.${source.tokens[from]!.text}`);
    }
  } else if (source.isName(at)) {
    names.set(source.tokens[at]!.text, name);
  }
}
