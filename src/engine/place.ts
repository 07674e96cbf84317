/**
 * Encoded weights, put where the engine can map them: each is decoded once into a file in this process's folder, from
 * which every graph derived from the model reads it. Passing them inside the graph would hold them twice, and a graph
 * may have at most 2 GB.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decoded } from '../graph/contents';
import { isEncoded, type EncodedTensor, type ExternalTensor, type Graph } from '../graph/graph';

const placedGraphs = new WeakMap<Graph, Promise<Graph>>();
/** By the reader, which all graphs derived from a model share. */
const placedWeights = new WeakMap<EncodedTensor['encoded'], Promise<ExternalTensor['external']>>();

/** The graph without encoded constants; the same graph if it has none. Throws what their readers throw. */
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

/** Decodes each only once, unless it failed. */
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
