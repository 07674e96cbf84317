/** What is wrong with an experiment file, and where: for squiggles, and for the sentence of a failed run. */
import type { Document } from 'yaml';
import { isCollection, isMap, isPair, isScalar } from 'yaml';

export interface Problem {
  message: string;
  severity: 'error' | 'warning';
  /** Character offsets in the text. */
  start: number;
  end: number;
}

/** Where a value stands, by the keys and indices that lead to it. */
export type Path = readonly (string | number)[];

/** Collects problems and knows where values and keys stand in the text. */
export class Problems {
  readonly found: Problem[] = [];

  constructor(
    private readonly document: Document,
    private readonly length: number,
  ) {}

  /** At a value, or at the nearest thing above it that is there. */
  at(path: Path, message: string, severity: Problem['severity'] = 'error'): void {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth ? this.document.getIn(path.slice(0, depth), true) : this.document.contents;
      const range = isScalar(node) || isCollection(node) ? node.range : undefined;
      if (range) return this.#add(range[0], range[1], message, severity);
    }
    this.#add(0, this.length, message, severity);
  }

  /** At the key itself. */
  atKey(path: Path, key: string, message: string): void {
    const map = path.length ? this.document.getIn(path, true) : this.document.contents;
    const pair = isMap(map)
      ? map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
      : undefined;
    const range = isScalar(pair?.key) ? pair.key.range : undefined;
    if (range) this.#add(range[0], range[1], message, 'error');
    else this.at(path, message);
  }

  #add(start: number, end: number, message: string, severity: Problem['severity']): void {
    this.found.push({ message, severity, start, end: Math.max(end, start + 1) });
  }
}

/** "line:column" of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
