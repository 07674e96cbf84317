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
  if (!result) throw new ArgumentError('The map has not settled yet; wait, or finish it now.');
  if (question.method !== 'tsne')
    throw new ArgumentError(
      question.method === 'tsne-add'
        ? 'Points were added to this map; add others to the original map instead.'
        : 'Points can be added only to t-SNE maps; lay these out with t-SNE first.',
    );
  const { model, layer, pooling, seed, device } = question;
  const { metric, degreesOfFreedom } = result.provenance.parameters;
  const choice = await askSteps('NetLoupe: Add Points', [dataStep(service), arrayStep(service)], {
    model: model ?? null,
  });
  if (!choice?.input) return undefined;
  const bytes = await service.encodeNpz(cloudArrays(result, []));
  const path = mapFile(run, bytes);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return {
    input: choice.input,
    ...(model !== undefined && { model }),
    ...(layer !== undefined && { layer }),
    ...(pooling && { pooling }),
    method: 'tsne-add',
    // As the map was made with, and as kept with the run.
    parameters: withoutDefaults('tsne-add', { metric, degreesOfFreedom }),
    seed,
    device,
    earlier: { path, use: 'added', data: question.input },
  };
}

/** Beside the run that keeps the map, if there is one; the same map is the same file. */
function mapFile(run: KeptCloud | undefined, bytes: Uint8Array): string {
  const name = `map-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.npz`;
  return join(run ? new RunStore(run.root).pathOf(run.id) : join(tmpdir(), 'netloupe'), name);
}
