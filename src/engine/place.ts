/**
 * Weights that a file holds in a form of its own, put where the engine can map them: each is decoded once, into a file of a folder of this
 * process, and read from there by every graph made from the model. Handing them over inside the graph would hold them twice, and a
 * graph may have 2 GB at most.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decoded } from '../graph/contents';
import { isEncoded, type EncodedTensor, type ExternalTensor, type Graph } from '../graph/graph';

const placedGraphs = new WeakMap<Graph, Promise<Graph>>();
/** By the reader, which every graph made from a model shares. */
const placedWeights = new WeakMap<EncodedTensor['encoded'], Promise<ExternalTensor['external']>>();

/** The graph with no encoded constant; the graph itself if it has none. Throws what their readers throw. */
export async function place(graph: Graph): Promise<Graph> {
  if (![...graph.initializers.values()].some(isEncoded)) return graph;
  return remembered(placedGraphs, graph, async () => {
    const initializers = new Map(graph.initializers);
    for (const [name, constant] of initializers)
      if (isEncoded(constant)) {
        const { dtype, shape, encoded } = constant;
        const external = await remembered(placedWeights, encoded, () => write(constant));
        initializers.set(name, { dtype, shape, external });
      }
    return { ...graph, initializers };
  });
}

let folder: string | undefined;
let count = 0;

async function write(constant: EncodedTensor): Promise<ExternalTensor['external']> {
  const bytes = await decoded(constant);
  const file = join((folder ??= temporaryFolder()), `${count++}.bin`);
  await writeFile(file, bytes);
  return { file, offset: 0, length: bytes.length };
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'netloupe-weights-'));
  process.on('exit', () => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** What was made before is not made again, unless it failed. */
function remembered<Key extends object, Value>(
  known: WeakMap<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  let value = known.get(key);
  if (!value) {
    known.set(key, (value = make()));
    value.catch(() => known.delete(key));
  }
  return value;
}
