/**
 * "Add Points…": asks for samples to add to a settled map, writes the map where the compute process reads it, and
 * returns what to show.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RunStore } from '../../experiments/store/store';
import type { CloudQuestion, KeptCloud } from '../../shared/cloud/question';
import type { MethodDescription } from '../../shared/description';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { CloudResult } from '../../shared/results';
import { cloudArrays } from '../../shared/results/cloud/kind';
import { withoutDefaults } from '../runs/question';
import { askSteps } from '../ask/wizard';
import { arrayStep, dataStep } from './steps';

interface Shown {
  question: CloudQuestion;
  result: CloudResult | undefined;
  run: KeptCloud | undefined;
}

/** The question of the map with points added; undefined if cancelled. Throws ArgumentError for other maps. */
export async function askAddedPoints(
  { question, result, run }: Shown,
  service: Pick<Service, 'describeModel' | 'describeFile' | 'fitData' | 'methods' | 'encodeNpz'>,
): Promise<CloudQuestion | undefined> {
  if (!result) throw new ArgumentError('The map has not settled yet; wait, or finish it where it is.');
  const adding = await addingMethod(question, service);
  const { model, layer, pooling, seed, device } = question;
  const { parameters } = result.provenance;
  const inherited = (adding.map?.inherits ?? []).filter((name) => parameters[name] !== undefined);
  const choice = await askSteps('NetLoupe: Add Points', [dataStep(service), arrayStep(service)], {
    model: model ?? null,
  });
  if (!choice?.input) return undefined;
  const bytes = await service.encodeNpz(cloudArrays(result, []));
  const path = await keptMap(run, bytes);
  return {
    input: choice.input,
    ...(model !== undefined && { model }),
    ...(layer !== undefined && { layer }),
    ...(pooling && { pooling }),
    method: adding.id,
    // As the map was made with, and so kept with the run.
    parameters: withoutDefaults(adding.id, Object.fromEntries(inherited.map((name) => [name, parameters[name]]))),
    seed,
    device,
    earlier: { path, use: 'added', data: question.input },
  };
}

/** Whether a method adds points to maps that the method `maker` made. */
export function addsTo({ map }: Pick<MethodDescription, 'map'>, maker: string): boolean {
  return map?.uses.includes('added') === true && map.madeBy?.includes(maker) !== false;
}

/** The method that adds points to such a map. Throws ArgumentError where there is none. */
async function addingMethod(
  { method, earlier }: CloudQuestion,
  service: Pick<Service, 'methods'>,
): Promise<MethodDescription> {
  const methods = await service.methods();
  const found = methods.find((adding) => addsTo(adding, method));
  if (found) return found;
  const makers = methods.filter(({ id }) => methods.some((adding) => addsTo(adding, id)));
  throw new ArgumentError(
    earlier?.use === 'added'
      ? 'Points were added to this map; add others to the map that they were added to.'
      : `Points can be added to maps by ${makers.map(({ title }) => title).join(', ')}; lay these out with it first.`,
  );
}

/** A file of the run that keeps the map, if there is one, and so deleted with it; the same map is the same file. */
async function keptMap(run: KeptCloud | undefined, bytes: Uint8Array): Promise<string> {
  const name = `map-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.npz`;
  if (run) return new RunStore(run.root).attach(run.id, { name, mediaType: 'application/x-npz', content: bytes });
  const path = join(tmpdir(), 'netloupe', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}
