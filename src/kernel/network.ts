/**
 * What a method needs of a model, as far as it needs it: reads the input, runs the network once, resolves the target,
 * finds the layer.
 */
import { chooseDevice } from '../engine/devices';
import type { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { LoadedInput, NamedInput } from '../formats';
import type { Model } from '../formats/models/model';
import { valueOf } from '../methods/activations/activations';
import type { Given } from '../methods/context';
import { forward } from '../methods/forward';
import { parseTarget, resolveTarget, targetValue, type TargetSpec } from '../methods/target';
import { ArgumentError } from '../shared/errors';
import type { Needs } from '../shared/needs';
import type { RunRequest } from '../shared/requests';
import { float32, toFloat32, type Tensor } from '../shared/tensor';
import { labelClasses } from './classes';
import { costOfModel, labelsOf, shapeForOne } from './describe';
import { blackInput, explainedInput, load } from './inputs';

export type AskedNetwork = Pick<RunRequest, 'input' | 'target' | 'layer' | 'preprocessing' | 'device' | 'memoryBudget'>;

export interface Network {
  model: Model;
  device: Device;
  loaded?: LoadedInput;
  /** The network's first output for the input, and the value that the target belongs to. */
  answer?: { first: string; value: string; outputs: Record<string, Tensor> };
  /** What the method receives. */
  given: Given['model'] & Partial<Given['input'] & Given['target'] & Given['layer']>;
}

interface NetworkOptions {
  engine: Engine;
  signal: AbortSignal | undefined;
  /** How many samples to use, from the first, with their targets. */
  most?: number | undefined;
}

/** Throws ArgumentError, FormatError, DeviceError. */
export async function askNetwork(
  model: Model,
  needs: Needs,
  request: AskedNetwork,
  options: NetworkOptions,
): Promise<Network> {
  checkMost(options.most);
  const explained = needs.input && (await explainedInput(model));
  const loaded = explained && (await load(request.input!, explained, request.preprocessing, options));
  const samples = loaded ? (loaded.tensor.shape[0] ?? 1) : 1;
  const device = await chooseDevice(request.device, () => costOfModel(model.graph) * samples);
  const asked = needs.target && { loaded: loaded && { ...loaded, inputName: explained.name }, samples, device };
  const found = asked && (await targetOf(model, request, asked, options));
  return {
    model,
    device,
    ...(loaded && { loaded }),
    ...(found?.answer && { answer: found.answer }),
    given: {
      model,
      device,
      ...(loaded && inputOf(explained, loaded, request, options)),
      ...(found && { target: found.target }),
      ...(needs.layer && request.layer !== undefined && { layer: valueOf(model, request.layer) }),
    },
  };
}

function inputOf(
  explained: NamedInput,
  loaded: LoadedInput,
  { preprocessing }: AskedNetwork,
  { signal }: NetworkOptions,
): Given['input'] {
  const black = blackInput(loaded, explained);
  return {
    inputName: explained.name,
    input: toFloat32(loaded.tensor),
    ...(black && { black }),
    readInput: async (other) => toFloat32((await load(other, explained, preprocessing, { signal })).tensor),
  };
}

/** What is explained. Without an input to run the network on, a target must be a class or a unit. */
async function targetOf(
  model: Model,
  { target: text = 'argmax', memoryBudget }: AskedNetwork,
  {
    loaded,
    samples,
    device,
  }: { loaded: (LoadedInput & { inputName: string }) | undefined; samples: number; device: Device },
  { engine, signal }: NetworkOptions,
) {
  const asked = await parseTarget(text, model);
  if (!loaded) {
    if (asked.kind === 'argmax' || asked.kind === 'label')
      throw new ArgumentError(`The target "${text}" depends on data; without any, choose a class or a unit.`);
    const value = targetValue(asked, model);
    return { target: resolveTarget(asked, value, float32(shapeForOne(model.graph, value), new Float32Array()), 1) };
  }
  const spec =
    asked.kind === 'label'
      ? { kind: 'classes' as const, classes: await labelClasses(loaded.dataset, model, samples) }
      : cutTo(samples, loaded.count, asked);
  const value = targetValue(spec, model);
  const first = model.graph.outputs[0]!.name;
  const outputs = await forward({
    ...{ model, engine, device, memoryBudget, signal },
    feeds: { [loaded.inputName]: loaded.tensor },
    outputs: [...new Set([first, value])],
  });
  const target = resolveTarget(spec, value, outputs[value]!, samples, await labelsOf(model));
  return { target, answer: { first, value, outputs } };
}

function checkMost(most: number | undefined): void {
  if (most !== undefined && (!Number.isInteger(most) || most < 1))
    throw new ArgumentError(`The number of samples must be a whole number above 0, not ${most}.`);
}

/** One target per existing sample, of which only the first are used. */
function cutTo<Spec extends TargetSpec>(samples: number, there: number, spec: Spec): Spec {
  if (spec.kind !== 'classes' || spec.classes.length !== there) return spec;
  return { ...spec, classes: spec.classes.slice(0, samples) };
}
