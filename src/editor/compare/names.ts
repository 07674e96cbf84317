/** Names of compared runs: what tells them apart, and no more; and what they share. */
import type { RunRecord } from '../../experiments/store/record';
import type { Subject } from '../../shared/compare';
import { methodTitle } from '../runs/methodTitle';
import { baseName } from '../runs/rows';

const separator = ' · ';

/**
 * The title a user gave; else the run's label without the parts shared by all runs, its method by title. Identical
 * labels stay whole.
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

/** What all runs explain. */
export function subjectOf(records: readonly Pick<RunRecord, 'request'>[]): Subject {
  const alike = (of: (request: RunRecord['request']) => string | undefined): string | undefined => {
    const values = new Set(records.map(({ request }) => of(request)));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const [model, data, target] = [
    alike(({ model }) => model),
    alike(({ input }) => input),
    alike(({ target }) => target),
  ];
  return {
    ...(model !== undefined && { model: baseName(model) }),
    ...(data !== undefined && { data: baseName(data) }),
    ...(target !== undefined && { target: target === 'argmax' ? 'winning class' : target }),
  };
}
