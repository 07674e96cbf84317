/** A block of the table as text: for spreadsheets via the clipboard, and as CSV. */
import { labelings, log2Labelings, probabilityText } from '../../../src/shared/capacity/cover';
import type { Cell, Row } from '../../../src/shared/csv';
import type { Block } from './geometry';

export type Quantity = 'T' | 'P' | 'log2';

export const quantities: readonly { value: Quantity; label: string }[] = [
  { value: 'T', label: 'T, exactly' },
  { value: 'P', label: 'P' },
  { value: 'log2', label: 'log₂ T' },
];

/** Most characters that a page can handle at once. */
const mostCharacters = 2e7;

/** Characters between two turns of the event loop. */
const slice = 12;

/** Approximate number of characters. */
export function charactersOf({ fromN, toN, fromK, toK }: Block, quantity: Quantity): number {
  const [rows, columns] = [toN - fromN + 1, toK - fromK + 1];
  // T has at most N·log10 2 digits.
  return rows * columns * (quantity === 'T' ? 1 + ((fromN + toN) / 2) * Math.log10(2) : 10);
}

/** Why a block is too large, in one sentence; '' if it is not. */
export function refusal(block: Block, quantity: Quantity): string {
  return charactersOf(block, quantity) > mostCharacters
    ? 'That is more than 20 million characters; choose a smaller block.'
    : '';
}

/**
 * One line per N, one column per K, with headers unless the block is a single cell; `line` writes one. `progress`
 * receives the fraction done. Throws the signal's reason when it fires.
 */
export async function sheetOf(
  block: Block,
  { quantity, bias, line }: { quantity: Quantity; bias: boolean; line: (row: Row) => string },
  { signal, progress }: { signal?: AbortSignal; progress?: (fraction: number) => void } = {},
): Promise<string> {
  const { fromN, toN, fromK, toK } = block;
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const columns = numbers(fromK, toK);
  const lines = [line(['N', ...columns.map((k) => `K=${k}`)])];
  let paused = performance.now();
  for (const n of numbers(fromN, toN)) {
    const cells: Cell[] = [];
    for (const k of columns) {
      cells.push(cell(n, k, bias, quantity));
      if (performance.now() - paused < slice) continue;
      progress?.((n - fromN + cells.length / columns.length) / (toN - fromN + 1));
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      paused = performance.now();
    }
    if (fromN === toN && fromK === toK) return String(cells[0]);
    lines.push(line([n, ...cells]));
  }
  return `${lines.join('\n')}\n`;
}

function cell(n: number, k: number, bias: boolean, quantity: Quantity): Cell {
  if (quantity === 'T') return labelings(n, k, bias);
  return quantity === 'P' ? probabilityText(n, k, bias, 15) : log2Labelings(n, k, bias);
}
