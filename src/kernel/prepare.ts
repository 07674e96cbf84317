/** From a request to what a method or measure is given: the input read, the network run on it once, the target resolved. */
import { chooseDevice } from '../engine/devices';
import type { Engine } from '../engine/engine';
import type { LoadedInput } from '../formats';
import type { Model } from '../formats/models/model';
import { forward } from '../methods/forward';
import type { MethodContext } from '../methods/method';
import { parseTarget, resolveTarget, targetValue, type TargetSpec } from '../methods/target';
import { ArgumentError } from '../shared/errors';
import type { RunRequest } from '../shared/requests';
import { toFloat32, type Tensor } from '../shared/tensor';
import { labelClasses } from './classes';
import { costOfModel } from './describe';
import { blackInput, explainedInput, load } from './inputs';

type Asked = Pick<RunRequest, 'preprocessing' | 'device' | 'memoryBudget'> & { input: string; target: string };

export interface Prepared {
  model: Model;
  loaded: LoadedInput;
  device: MethodContext['device'];
  /** Name of the model's first output. */
  first: string;
  /** Name of the value that the target is of. */
  value: string;
  /** Both of these for the input. */
  outputs: Record<string, Tensor>;
  context: Omit<MethodContext, 'random' | 'progress'>;
}

/** Of `most` samples, the first so many, and the targets that belong to them. Throws ArgumentError, FormatError, DeviceError. */
export async function prepare(
  model: Model,
  request: Asked,
  { engine, signal }: { engine: Engine; signal: AbortSignal | undefined },
  most?: number,
): Promise<Prepared> {
  const explained = await explainedInput(model);
  checkMost(most);
  const loaded = await load(request.input, explained, request.preprocessing, { signal, most });
  const { tensor } = loaded;
  const samples = tensor.shape[0] ?? 1;
  const device = await chooseDevice(request.device, () => costOfModel(model.graph) * samples);
  const common = { model, engine, device, memoryBudget: request.memoryBudget, signal };

  const asked = await parseTarget(request.target, model);
  const spec =
    asked.kind === 'label'
      ? { kind: 'classes' as const, classes: await labelClasses(loaded.dataset, model, samples) }
      : cutTo(samples, loaded.count, asked);
  const value = targetValue(spec, model);
  const first = model.graph.outputs[0]!.name;
  const outputs = await forward({
    ...common,
    feeds: { [explained.name]: tensor },
    outputs: [...new Set([first, value])],
  });
  const black = blackInput(loaded, explained);
  return {
    model,
    loaded,
    device,
    first,
    value,
    outputs,
    context: {
      ...common,
      inputName: explained.name,
      input: toFloat32(tensor),
      target: resolveTarget(spec, value, outputs[value]!, samples),
      ...(black && { black }),
      readInput: async (other) => toFloat32((await load(other, explained, request.preprocessing, { signal })).tensor),
    },
  };
}

function checkMost(most: number | undefined): void {
  if (most !== undefined && (!Number.isInteger(most) || most < 1))
    throw new ArgumentError(`The number of samples must be a whole number above 0, not ${most}.`);
}

/** One target for each sample that is there, of which only the first are taken. */
function cutTo<Spec extends TargetSpec>(samples: number, there: number, spec: Spec): Spec {
  if (spec.kind !== 'classes' || spec.classes.length !== there) return spec;
  return { ...spec, classes: spec.classes.slice(0, samples) };
}
