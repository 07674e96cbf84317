/** What runs beside each other are called: what tells them apart, and no more. */
import type { RunRecord } from '../../experiments/store/record';
import { methodTitle } from '../experiments/methodTitle';

const separator = ' · ';

/**
 * What a person called a run; else its label without the parts that the labels of all runs have, its method by its title.
 * Labels that are all the same stay whole.
 */
export function namesOf(records: readonly Pick<RunRecord, 'title' | 'label' | 'request'>[]): string[] {
  const labels = records.map(({ label }) => label.split(separator));
  const isShared = (part: string): boolean => labels.length > 1 && labels.every((parts) => parts.includes(part));
  return records.map(({ title, label, request: { method } }, i) => {
    if (title !== undefined) return title;
    const own = labels[i]!.filter((part) => !isShared(part));
    return own.map((part) => (part === method ? methodTitle(method) : part)).join(separator) || label;
  });
}
