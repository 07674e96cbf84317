/** Problems of an experiment file and their places: for squiggles, and for the sentence of a failed run. */
import type { Document, Node, Pair } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';

export interface Problem {
  message: string;
  severity: 'error' | 'warning';
  /** Character offsets in the text. */
  start: number;
  end: number;
  /** Whether an editor with the JSON schema reports it by itself. */
  inSchema: boolean;
}

/** Path of a value: the keys and indices that lead to it. */
export type Path = readonly (string | number)[];

type Range = readonly [start: number, end: number];

interface Manner {
  /** What to underline: the value, or its key. */
  on?: 'value' | 'key';
  severity?: Problem['severity'];
  inSchema?: boolean;
}

/** For each severity; nobody reads more, and a hostile file may have one at every character. */
const MOST_PROBLEMS = 100;

/** Collects problems, and finds values and keys in the text. */
export class Problems {
  readonly #found: Problem[] = [];

  constructor(
    private readonly text: string,
    private readonly document: Document,
  ) {}

  /** In text order. */
  get found(): Problem[] {
    return this.#found.toSorted((a, b) => a.start - b.start);
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'error');
  }

  /** At a value or its key; if that is not written, at the nearest written ancestor. */
  add(path: Path, message: string, { on = 'value', ...manner }: Manner = {}): void {
    if (this.#isFull(manner.severity)) return;
    this.addRange(this.#rangeOf(path, on), message, manner);
  }

  /** Several aliases of one text report a shared problem once. */
  addRange([from, to]: Range, message: string, { severity = 'error', inSchema = true }: Omit<Manner, 'on'> = {}): void {
    if (this.#isFull(severity)) return;
    // Something missing at the end is shown at the last existing thing.
    const start = Math.max(0, Math.min(from, this.text.trimEnd().length - 1));
    const problem = { message, severity, start, end: Math.max(to, start + 1), inSchema };
    const isSame = (other: Problem) => other.start === start && other.message === message;
    if (!this.#found.some(isSame)) this.#found.push(problem);
  }

  #isFull(severity: Problem['severity'] = 'error'): boolean {
    return this.#found.filter((other) => other.severity === severity).length >= MOST_PROBLEMS;
  }

  #rangeOf(path: Path, on: 'value' | 'key'): Range {
    let node = this.document.contents;
    let range = this.#firstLine();
    for (const step of path) {
      const inside = isAlias(node) ? node.resolve(this.document) : node;
      const pair = isMap(inside) ? pairOf(inside.items, String(step)) : undefined;
      const next = isSeq(inside) ? inside.items[Number(step)] : pair?.value;
      const key = rangeOf(pair?.key);
      node = isNode(next) ? next : null;
      const value = rangeOf(node);
      const found = on === 'key' || !value || value[0] === value[1] ? (key ?? value) : value;
      if (!found) return range;
      range = found;
    }
    return range;
  }

  /** A whole file is underlined at its beginning, after its comments. */
  #firstLine(): Range {
    const { contents } = this.document;
    const start = rangeOf(contents)?.[0] ?? 0;
    if (isMap(contents)) return rangeOf(contents.items[0]?.key) ?? [start, start];
    const line = /.*/.exec(this.text.slice(start))![0];
    return [start, start + line.trimEnd().length];
  }
}

/** "line:column" of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

function pairOf(items: readonly Pair[], name: string): Pair | undefined {
  return items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

function rangeOf(node: unknown): Range | undefined {
  const range = isNode(node) ? (node as Node).range : undefined;
  return range ? [range[0], range[1]] : undefined;
}
