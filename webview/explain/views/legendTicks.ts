/** The ticks of a colour bar: as many as fit side by side. */
import { formatNumber } from '../../ui/format';
import type { SampleNumbers } from '../numbers/sample';

/** Width of a digit, and the gap between labels, in CSS pixels. */
const digit = 6.5;
const apart = 12;

/** The ends and zero, and halves if their labels fit; `at` in units of the limit. */
export function ticksOf(
  { limit, span: [from, to] }: Pick<SampleNumbers, 'limit' | 'span'>,
  width: number,
): { at: number; text: string }[] {
  const all = [-1, -0.5, 0, 0.5, 1]
    .filter((at) => at >= from && at <= to)
    .map((at) => ({ at, text: `${at > 0 && from < 0 ? '+' : ''}${formatNumber(at * limit, 3)}` }));
  const needed = all.reduce((sum, { text }) => sum + digit * text.length + apart, 0);
  return needed <= width ? all : all.filter(({ at }) => Number.isInteger(at));
}
