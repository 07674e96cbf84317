/** Keys that move the focus in the table, as in a spreadsheet. */
import { LARGEST } from '../../../src/shared/capacity/cover';
import type { Cell } from './cells';

/** The cell that a key leads to; undefined for other keys. `page` is the number of visible rows. */
export function keyMove(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { n, k }: Cell,
  page: number,
): Cell | undefined {
  const far = ctrlKey || metaKey;
  const to = (nextN: number, nextK: number): Cell => ({ n: within(nextN), k: within(nextK) });
  switch (key) {
    case 'ArrowUp':
      return to(far ? 1 : n - 1, k);
    case 'ArrowDown':
      return to(far ? LARGEST : n + 1, k);
    case 'ArrowLeft':
      return to(n, far ? 1 : k - 1);
    case 'ArrowRight':
      return to(n, far ? LARGEST : k + 1);
    case 'PageUp':
      return to(n - page, k);
    case 'PageDown':
      return to(n + page, k);
    case 'Home':
      return to(far ? 1 : n, 1);
    case 'End':
      return to(far ? LARGEST : n, LARGEST);
    default:
      return undefined;
  }
}

function within(value: number): number {
  return Math.min(LARGEST, Math.max(1, value));
}
