/** The numbers of the table's cells: probabilities of any block, cached once computed, and their text. */
import { probabilities } from '../../../src/shared/capacity/block';
import { labelings, log2Labelings, probabilityText, LARGEST } from '../../../src/shared/capacity/cover';
import { formatFixed, formatNumber } from '../../ui/format';

/** A cell: N points and K inputs, each from 1 to {@link LARGEST}. */
export interface Cell {
  n: number;
  k: number;
}

/** Rows computed together: about 2 ms of work. */
const rows = 50;

/** P for all N and K: 16 bytes of memory per visited cell, at most 32 MB. */
export class Probabilities {
  readonly #chunks = new Map<number, Float64Array>();

  constructor(readonly bias: boolean) {}

  at(n: number, k: number): number {
    return this.row(n)[k - 1]!;
  }

  /** P of one N for K = 1, 2, …, {@link LARGEST}. */
  row(n: number): Float64Array {
    const chunk = Math.floor((n - 1) / rows);
    let block = this.#chunks.get(chunk);
    if (!block) {
      const first = chunk * rows + 1;
      block = probabilities(first, Math.min(first + rows, LARGEST + 1), 1, LARGEST + 1, this.bias);
      this.#chunks.set(chunk, block);
    }
    const start = (n - 1 - chunk * rows) * LARGEST;
    return block.subarray(start, start + LARGEST);
  }
}

/** P in the small space of a cell: three digits, "1" only for exactly 1 and "0.5" only for what rounds to it. */
export function cellText(probability: number): string {
  if (probability === 1) return '1';
  if (probability > 0.9995) return '≈ 1';
  if (probability >= 0.001) return formatFixed(probability, 3).replace(/0+$/, '');
  return probability === 0 ? '≈ 0' : formatNumber(probability, 1);
}

/** Everything about one cell, exactly. */
export interface CellValue extends Cell {
  bias: boolean;
  /** All decimal digits. */
  count: string;
  log2: number;
  probability: string;
}

export function valueOf({ n, k }: Cell, bias: boolean): CellValue {
  return {
    n,
    k,
    bias,
    count: String(labelings(n, k, bias)),
    log2: log2Labelings(n, k, bias),
    probability: probabilityText(n, k, bias, 6),
  };
}

/** "301 digits, log₂ T = 997.3" */
export function sizeText({ count, log2 }: CellValue): string {
  return `${count.length} digit${count.length === 1 ? '' : 's'}, log₂ T = ${formatNumber(log2, 7)}`;
}

/** For a screen reader: short, and exact if the exact number is short. */
export function spoken({ n, k, count, probability, log2 }: CellValue): string {
  const labelings =
    count.length <= 15 ? `${count} labelings` : `about 2 to the power of ${formatNumber(log2, 4)} labelings`;
  return `${n} points, ${k} inputs: ${labelings}, probability ${probability}`;
}

/** "N = 20, K = 10" as 20 and 10; undefined for an invalid cell. */
export function parseWhole(text: string): number | undefined {
  const value = Number(text.trim().replaceAll(/[ ,’'](?=\d{3}\b)/g, ''));
  return text.trim() !== '' && Number.isInteger(value) && value >= 1 && value <= LARGEST ? value : undefined;
}
