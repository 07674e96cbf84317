/**
 * Our side of the benchmark: the methods on an open model, driven by one JSON request per line of standard input. Timing covers
 * what a caller waits for, arrays in, arrays out: building and compiling a graph too, where that is not cached.
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Engine } from '../../src/engine/engine';
import { runtimeVersion } from '../../src/engine/runtime';
import { encodeNpy, readData } from '../../src/formats';
import { withGraph } from '../../src/formats/models/model';
import { openModel } from '../../src/formats/models/open';
import { predictionMethod } from '../../src/methods';
import { forward } from '../../src/methods/forward';
import { parseParameters, type MethodContext } from '../../src/methods/method';
import { random } from '../../src/shared/random';
import { toFloat32, type Tensor } from '../../src/shared/tensor';

/** The logit that is explained, as in torch_networks.py. */
const TARGET = 3;
const MEMORY_BUDGET = 2 ** 30;

interface Hello {
  do: 'hello';
  threads: number;
}
interface Prepare {
  do: 'prepare';
  path: string;
  input: string;
  task: string;
  parameters?: Record<string, unknown>;
}
type Request = Hello | Prepare | { do: 'run' } | { do: 'save'; file: string };

let engine: Engine;
let task: () => Promise<Tensor>;
let result: Tensor;

async function answer(request: Request): Promise<object> {
  switch (request.do) {
    case 'hello':
      engine = new Engine({ threads: request.threads });
      return { version: `onnxruntime-node ${await runtimeVersion()}, Node ${process.versions.node}` };
    case 'prepare':
      task = await prepare(request);
      return {};
    case 'run': {
      const [start, work] = [performance.now(), process.cpuUsage()];
      result = await task();
      const { user, system } = process.cpuUsage(work);
      return { milliseconds: performance.now() - start, cpu: (user + system) / 1000 };
    }
    case 'save':
      writeFileSync(request.file, encodeNpy(result));
      return {};
  }
}

async function prepare({ path, input: file, task, parameters = {} }: Prepare): Promise<() => Promise<Tensor>> {
  const model = withGraph(await openModel(path));
  const input = toFloat32(await readData(file));
  const common = { model, engine, device: 'cpu' as const, memoryBudget: MEMORY_BUDGET };
  const inputName = model.graph.inputs[0]!.name;
  const output = model.graph.outputs[0]!.name;
  if (task === 'forward') {
    return async () => (await forward({ ...common, feeds: { [inputName]: input }, outputs: [output] }))[output]!;
  }
  const context: Omit<MethodContext, 'random'> = {
    ...common,
    inputName,
    input,
    target: { value: output, indices: new Array<number>(input.shape[0]!).fill(TARGET) },
    progress: () => undefined,
    readInput: async (spec) => toFloat32(await readData(spec)),
  };
  const method = predictionMethod(task);
  const parsed = parseParameters(method, parameters);
  return async () => (await method.run({ ...context, random: random(0) }, parsed)).attribution;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line) as Request)));
}
