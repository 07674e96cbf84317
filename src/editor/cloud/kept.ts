/** Finds a cloud computed before: the same question about the same files, among the stored runs. */
import { canonical } from '../../experiments/key';
import type { RunStore } from '../../experiments/store/store';
import type { CloudQuestion, KeptCloud } from '../../shared/cloud/question';
import type { CloudResult } from '../../shared/results';
import { cloudQuestion, cloudRequest } from './question';

export interface FoundCloud {
  run: KeptCloud;
  result: CloudResult;
}

/** The newest; undefined if there is none, or none that can be read. */
export async function findKept(store: RunStore, question: CloudQuestion): Promise<FoundCloud | undefined> {
  const { root } = store;
  const asked = identity(question);
  const { method, model, input } = cloudRequest(question, root);
  for (const summary of await store.list().catch(() => [])) {
    if ('unreadable' in summary || summary.kind !== 'cloud' || summary.state !== 'done') continue;
    if (summary.method !== method || summary.model !== model || summary.input !== input) continue;
    try {
      const record = await store.read(summary.id);
      if (identity(cloudQuestion(record.request, root)) !== asked || (await store.stale(record)).length > 0) continue;
      const result = await store.result(summary.id);
      if (result.kind === 'cloud') return { run: { root, id: summary.id }, result };
    } catch {
      // Deleted meanwhile, or without its arrays.
    }
  }
  return undefined;
}

function identity({ pooling = 'mean', ...question }: CloudQuestion): string {
  return canonical({ ...question, pooling });
}
