/** What is wrong with an experiment file, and where: for squiggles, and for the sentence of a failed run. */
import type { Document, Node, Pair } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';

export interface Problem {
  message: string;
  severity: 'error' | 'warning';
  /** Character offsets in the text. */
  start: number;
  end: number;
  /** Whether an editor that reads JSON or YAML with the schema says so by itself. */
  inSchema: boolean;
}

/** Where a value stands, by the keys and indices that lead to it. */
export type Path = readonly (string | number)[];

type Range = readonly [start: number, end: number];

interface Manner {
  /** What is underlined: the value, or the key that leads to it. */
  on?: 'value' | 'key';
  severity?: Problem['severity'];
  inSchema?: boolean;
}

/** Of each severity; nobody reads more, and a hostile file has one in every character. */
const MOST_PROBLEMS = 100;

/** Collects problems and knows where values and keys stand in the text. */
export class Problems {
  readonly #found: Problem[] = [];

  constructor(
    private readonly text: string,
    private readonly document: Document,
  ) {}

  /** In the order of the text. */
  get found(): Problem[] {
    return this.#found.toSorted((a, b) => a.start - b.start);
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'error');
  }

  /** At a value or its key; where that is not written, at the nearest thing above it that is. */
  add(path: Path, message: string, { on = 'value', ...manner }: Manner = {}): void {
    if (this.#isFull(manner.severity)) return;
    this.addRange(this.#rangeOf(path, on), message, manner);
  }

  /** What several aliases of one text have in common is said once. */
  addRange([from, to]: Range, message: string, { severity = 'error', inSchema = true }: Omit<Manner, 'on'> = {}): void {
    if (this.#isFull(severity)) return;
    // What is missing at the end is shown at the last thing that is there.
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

  /** A file as a whole is underlined where it begins, without its comments. */
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
