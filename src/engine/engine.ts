/**
 * Graph → numbers. Compiles a graph once for a device and runs it many times. The engine is onnxruntime; it receives
 * the bytes of our small graph, while the weights stay in the user's file and are mapped from there.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import type { InferenceSession } from 'onnxruntime-common';
import { isExternal, type BoundGraph, type Graph } from '../graph/graph';
import { writeOnnx } from '../graph/onnx/write';
import { DeviceError } from '../shared/errors';
import { costOf } from './cost';
import { lower, needsOneThread } from './lower';
import { explainFailure } from './nativeErrors';
import { place } from './place';
import { Program } from './program';
import { loadRuntime, type Device } from './runtime';

export interface EngineOptions {
  /** Threads of one run on the CPU; by default one per core, and one for small graphs. */
  threads?: number;
}

export interface CompileOptions {
  device: Device;
}

/** Compiled programs kept for reuse. Each holds its own packed copy of its weights. */
const MAX_PROGRAMS = 12;

/** Below this many multiply-adds a second thread costs more than it gains. */
const THREADED_COST = 1e6;

export class Engine {
  readonly #programs = new Map<string, Promise<Program>>();
  /** Of graphs compiled before: serialising one to compare takes as long as running a small network. */
  readonly #hashes = new WeakMap<Graph, string>();
  readonly #threads: number | undefined;

  constructor({ threads }: EngineOptions = {}) {
    this.#threads = threads;
  }

  /**
   * The program of a graph on a device, compiled or cached (by graph, shapes, weights file and device). Throws
   * DeviceError if the device cannot run it.
   */
  async compile(graph: Graph, { device }: CompileOptions): Promise<Program> {
    const lowered = lower(await place(graph), device);
    const folder = weightsFolder(lowered);
    let bytes: Uint8Array | undefined;
    const written = (): Uint8Array => (bytes ??= writeOnnx(lowered, folder));
    const hash = this.#hashes.get(lowered) ?? createHash('sha1').update(written()).digest('hex');
    this.#hashes.set(lowered, hash);
    const key = `${hash} ${device} ${fingerprint(lowered)}`;
    const cached = this.#programs.get(key);
    // Insertion order is age: a hit moves to the end.
    this.#programs.delete(key);
    const program = cached ?? load(lowered, written(), folder, device, this.#threads);
    this.#programs.set(key, program);
    program.catch(() => this.#programs.delete(key));
    await this.#evict();
    return program;
  }

  /** Frees all programs. */
  async dispose(): Promise<void> {
    const programs = [...this.#programs.values()];
    this.#programs.clear();
    await Promise.allSettled(programs.map(async (program) => (await program).dispose()));
  }

  async #evict(): Promise<void> {
    for (const [key, program] of this.#programs) {
      if (this.#programs.size <= MAX_PROGRAMS) return;
      this.#programs.delete(key);
      await program.then(
        (p) => p.dispose(),
        () => undefined,
      );
    }
  }
}

async function load(
  graph: Graph,
  bytes: Uint8Array,
  folder: string,
  device: Device,
  mostThreads: number | undefined,
): Promise<Program> {
  const runtime = await loadRuntime();
  const threads = needsOneThread(graph) || costOf(graph as BoundGraph) < THREADED_COST ? 1 : mostThreads;
  const options: InferenceSession.SessionOptions = {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    // Fatal only: errors are thrown as one sentence, and would otherwise be printed in colours as well.
    logSeverityLevel: 4,
    // Planning a run's memory as one block keeps that block in addition to the first run's: ResNet-18's gradient, batch
    // 16, peaks at 1162 MB with it and at 789 MB without, and is no slower.
    enableMemPattern: false,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(folder && { extra: { session: { model_external_initializers_file_folder_path: folder } } }),
  };
  try {
    return new Program(await runtime.InferenceSession.create(bytes, options), graph, runtime);
  } catch (cause) {
    const reason = explainFailure((cause as Error).message, graph);
    throw new DeviceError(`The device ${device} cannot load this graph: ${reason}`, { cause });
  }
}

/** The folder that holds all weight files of a graph; '' if it has none. */
function weightsFolder(graph: Graph): string {
  const files = [...graph.initializers.values()].flatMap((c) => (isExternal(c) ? [c.external.file] : []));
  return files
    .map((file) => dirname(file))
    .reduce((common, folder) => (common ? commonFolder(common, folder) : folder), '');
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (folder !== dirname(folder) && relative(folder, b).split(sep)[0] === '..') folder = dirname(folder);
  return folder;
}

/** Distinguishes two states of a weights file with one name. */
function fingerprint(graph: Graph): string {
  const files = new Set([...graph.initializers.values()].flatMap((c) => (isExternal(c) ? [c.external.file] : [])));
  return [...files].map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`).join('\n');
}
