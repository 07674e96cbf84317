/** Keeps clouds as runs of the workspace, so that the Experiments view can open them again. */
import { jobKey } from '../../experiments/key';
import { newRunId } from '../../experiments/store/store';
import type { CloudQuestion, KeptCloud } from '../../shared/cloud/question';
import { NetLoupeError } from '../../shared/errors';
import type { CloudResult } from '../../shared/results';
import { stampOf, type RunKeeper } from '../runs/keep';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { splitSpec } from '../fileTypes';
import { cloudRequest, cloudTitle } from './question';

/** Never fails: a map that cannot be kept is still shown, with the reason. */
export async function keepCloud(
  runs: WorkspaceRuns,
  keeper: Pick<RunKeeper, 'offer'>,
  question: CloudQuestion,
  result: CloudResult,
): Promise<{ run?: KeptCloud; notKept?: string }> {
  const folder = runs.of(question.model ?? question.input);
  if (!folder) return { notKept: 'The map is not kept, since no folder is open.' };
  const { store } = folder;
  const { provenance } = result;
  const { started, seconds, device, versions, data, model, earlier } = provenance;
  const request = cloudRequest(question, store.root);
  const begun = new Date(started);
  try {
    const dataStamp = await stampOf(splitSpec(question.input).file, data.sha256, begun);
    const modelStamp = model && (await stampOf(model.path, model.sha256, begun));
    const earlierStamp = earlier && (await stampOf(earlier.path, earlier.sha256, begun));
    const id = newRunId(begun);
    await store.write(
      {
        id,
        label: `${question.method} · ${cloudTitle(question)}`,
        request,
        key: jobKey(request, {
          data: data.sha256,
          ...(model && { model: model.sha256 }),
          ...(earlier && { 'earlier map': earlier.sha256 }),
          ...(earlier?.data && { 'earlier data': earlier.data.sha256 }),
        }),
        started,
        seconds,
        device,
        versions,
        ...(dataStamp && { data: dataStamp }),
        ...(modelStamp && { model: modelStamp }),
        ...(earlierStamp && { files: { 'earlier map': earlierStamp } }),
      },
      result,
    );
    folder.finish(id);
    void keeper.offer.make(store.root);
    return { run: { root: store.root, id } };
  } catch (error) {
    return { notKept: `The map is not kept. ${NetLoupeError.toData(error).message}` };
  }
}
