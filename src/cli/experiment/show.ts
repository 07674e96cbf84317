/** netloupe experiment show: one run, its result as arrays or picture. */
import { writeFile } from 'node:fs/promises';
import type { RunRecord } from '../../experiments/store/record';
import type { Staleness } from '../../experiments/store/staleness';
import { RunStore } from '../../experiments/store/store';
import { encodePng } from '../../formats';
import { ArgumentError, NetLoupeError } from '../../shared/errors';
import { kindOf } from '../../shared/results/kinds';
import { text, type Environment, type Values } from '../command';
import { writeResult } from '../exports';
import { heatmaps } from '../heatmap';
import { workspaceOf } from './workspace';

export async function showRun([part]: readonly string[], values: Values, { print }: Environment): Promise<void> {
  const store = new RunStore(workspaceOf(values, '.'));
  const record = await store.read(await idOf(store, part!));
  const [out, png] = [text(values, 'out', ''), text(values, 'png', '')];
  if (out) await writeResult(out, await store.result(record.id));
  if (png) {
    const result = await store.result(record.id);
    if (result.kind !== 'attribution')
      throw new ArgumentError(`--png draws attributions, but run ${record.id} holds ${result.kind}.`);
    await writeFile(png, encodePng(heatmaps(result)));
  }
  if (values['json']) {
    print(JSON.stringify(record));
    return;
  }
  const changed = [...(await store.stale(record)), ...(await store.damage(record))];
  for (const line of [...linesOf(record), ...staleLines(changed)]) print(line);
  for (const line of await outcome(store, record)) print(line);
  for (const file of [out, png].filter(Boolean)) print(`${file} written`);
}

/** The result, or why it cannot be read: git may leave out the arrays. */
async function outcome(store: RunStore, { id, state }: RunRecord): Promise<string[]> {
  if (state === 'failed') return [];
  try {
    const result = await store.result(id);
    return ['', ...kindOf(result).lines(result)];
  } catch (error) {
    return ['', NetLoupeError.toData(error).message];
  }
}

async function idOf(store: RunStore, part: string): Promise<string> {
  const ids = (await store.list()).map(({ id }) => id);
  const found = ids.includes(part) ? [part] : ids.filter((id) => id.includes(part));
  if (found.length === 1) return found[0]!;
  throw new ArgumentError(
    found.length
      ? `${found.length} runs contain "${part}": ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}; give more of the id.`
      : `${store.root} has no run "${part}"; "netloupe experiment list" shows its runs.`,
  );
}

function linesOf(record: RunRecord): string[] {
  const {
    id,
    title,
    label,
    experiment,
    notes,
    request,
    state,
    error,
    started,
    seconds,
    device,
    versions,
    law,
    artefacts,
  } = record;
  const { method, parameters, model, input, target, layer, pooling, seed } = request;
  const gap = law && Math.max(0, ...law.gap);
  const fields: Record<string, string | undefined> = {
    title,
    experiment,
    notes,
    method: [method, ...Object.entries(parameters).map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' '),
    model,
    data: input,
    target,
    layer: layer && `${layer}, pooled: ${pooling ?? 'mean'}`,
    seed: String(seed),
    device,
    started: `${started}, ${seconds.toFixed(2)} s`,
    versions: Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', '),
    law: law && `${law.name}: ${law.statement} Gap ${gap!.toPrecision(2)}, tolerance ${law.tolerance}: ${law.holds ? 'holds' : 'does not hold'}.`,
    files: artefacts?.map(({ name, mediaType, bytes }) => `${name} (${mediaType}, ${bytes} bytes)`).join(', '),
    error: error?.message,
  }; // prettier-ignore
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name.padEnd(11)}${value}`] : []));
  return [`${label}  (${state})`, id, ...lines];
}

function staleLines(stale: readonly Staleness[]): string[] {
  const words = stale.map(({ file, now }) => (now === 'missing' ? `missing ${file}` : file));
  return stale.length ? [`changed    since then: ${words.join(', ')}`] : [];
}
