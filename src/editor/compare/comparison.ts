/** Collects what the panel shows from the store; an unreadable run says why, and the others are shown. */
import { comparable, compareMaps, differences } from '../../experiments/compare';
import type { RunRecord } from '../../experiments/store/record';
import type { RunStore } from '../../experiments/store/store';
import type { ComparedRun, Comparison } from '../../shared/compare';
import { NetLoupeError } from '../../shared/errors';
import { namesOf, subjectOf } from './names';
import { partOf } from './parts';

export async function gather(store: RunStore, ids: readonly string[]): Promise<Comparison> {
  const found = await Promise.all(ids.map((id) => read(store, id)));
  const names = namesOf(found.flatMap(({ record }) => record ?? []));
  const runs = found.map(({ run, record }) => (record ? { ...run, title: names.shift()! } : run));
  const { maps, summed } = comparable(runs.map(({ map }) => map));
  return {
    subject: subjectOf(found.flatMap(({ record }) => record ?? [])),
    runs,
    measures: compareMaps(maps),
    summed,
    differing: differences(found.flatMap(({ record }) => record ?? [])),
  };
}

async function read(store: RunStore, id: string): Promise<{ run: ComparedRun; record?: RunRecord }> {
  const named = { id, title: id, method: '', label: '' };
  try {
    const record = await store.read(id);
    const { label, request, error } = record;
    const about = { id, title: label, label, method: request.method };
    if (error) return { run: { ...about, problem: `This run failed: ${error.message}` }, record };
    const result = await store.result(id);
    return { run: { ...about, ...partOf(result) }, record };
  } catch (error) {
    return { run: { ...named, problem: NetLoupeError.toData(error).message } };
  }
}
