/**
 * Ours and theirs side by side: each in a process of its own, run in turns so that whatever else the machine does meets both. What is
 * compared is first checked to be the same numbers. What is measured is in `cases/`, how a process is asked in `peer.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelEnvironment } from '../src/kernel/client';
import { difference, type Difference } from './difference';
import { writeModel } from './models';
import { Peer } from './peer';
import { bundle } from './bundle';

/** What each side may use. */
export const THREADS = 2;

/** Untimed runs before the timed ones: compiling, packing weights, first touch of memory. */
const WARM_UP = 2;

/** Threads of the side that just ran go on spinning for a while, waiting for work; the other side's turn starts after that. */
const PAUSE_MS = 100;

export interface Workload {
  model: 'mnist-cnn' | 'resnet18';
  /** 'forward', or a method by id. */
  task: string;
  batch: number;
  /** Timed turns of each side, and runs in a turn. */
  turns: number;
  runs: number;
  /** Untimed runs before them; {@link WARM_UP} by default. */
  warmUp?: number;
  /** Of the method; the other side reads the same. */
  parameters?: Readonly<Record<string, unknown>>;
}

export interface Side {
  /** Milliseconds of the fastest run. */
  best: number;
  median: number;
  /** Milliseconds of processor time, of all threads, of the run that took least. */
  cpu: number;
  /** Of the whole process, in bytes; undefined where the platform does not tell. */
  peak: number | undefined;
}

export interface Comparison {
  title: string;
  ours: Side;
  theirs?: Side;
  difference?: Difference;
}

/** A figure with a goal of its own and nothing to compare with. */
export interface Figure {
  title: string;
  value: string;
  goal: string;
}

export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'netloupe-bench-'));
  readonly comparisons: Comparison[] = [];
  readonly figures: Figure[] = [];
  readonly versions: string[] = [];

  /** `torch` starts Python with PyTorch; undefined measures ours alone. */
  constructor(readonly torch: readonly string[] | undefined) {}

  /** Makes a model's file and inputs of these batch sizes: exported by PyTorch or, without it, the same layers. */
  async makeModel(model: Workload['model'], batches: readonly number[]): Promise<void> {
    const inputs = Object.fromEntries(batches.map((batch) => [batch, this.inputPath({ model, batch })]));
    const path = this.modelPath(model);
    const peer = await this.#theirs();
    if (!peer) {
      writeModel(model, path, inputs);
      return;
    }
    await peer.ask({ do: 'export', model, path, inputs });
    peer.end();
  }

  modelPath(model: Workload['model']): string {
    return join(this.folder, `${model}.onnx`);
  }

  inputPath({ model, batch }: Pick<Workload, 'model' | 'batch'>): string {
    return join(this.folder, `${model}-${batch}.npy`);
  }

  /** Measures a workload on both sides and adds it to the table. `variants` are settings for theirs, of which the fastest counts. */
  async compare(title: string, workload: Workload, variants: readonly object[] = [{}]): Promise<void> {
    const fastest = await this.#fastest(workload, variants);
    const sides = [await this.#ours(), await this.#theirs()].filter((peer) => peer !== undefined);
    try {
      for (const peer of sides) await this.#prepare(peer, workload, fastest);
      const runs = await takeTurns(sides, workload);
      const results = sides.map((_, i) => join(this.folder, `result-${i}.npy`));
      for (const [i, peer] of sides.entries()) await peer.ask({ do: 'save', file: results[i] });
      const [ours, theirs] = await Promise.all(sides.map(async (peer, i) => summary(runs[i]!, await peer.peakBytes())));
      this.#add({
        title,
        ours: ours!,
        ...(theirs && { theirs, difference: await difference(results[0]!, results[1]!) }),
      });
    } finally {
      for (const peer of sides) peer.end();
    }
  }

  /** Adds a figure to the second table. */
  report(figure: Figure): void {
    this.figures.push(figure);
    console.log(`  ${figure.title}: ${figure.value}`);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ours(): Promise<Peer> {
    return this.#start(new Peer([process.execPath, await bundle()], kernelEnvironment));
  }

  async #theirs(): Promise<Peer | undefined> {
    return this.torch && this.#start(new Peer(this.torch));
  }

  async #start(peer: Peer): Promise<Peer> {
    const { version } = await peer.ask<{ version: string }>({ do: 'hello', threads: THREADS });
    if (!this.versions.includes(version)) this.versions.push(version);
    return peer;
  }

  #prepare(peer: Peer, workload: Workload, variant: object): Promise<object> {
    const files = { path: this.modelPath(workload.model), input: this.inputPath(workload) };
    return peer.ask({ do: 'prepare', ...workload, ...files, ...variant });
  }

  async #fastest(workload: Workload, variants: readonly object[]): Promise<object> {
    if (variants.length === 1 || !this.torch) return variants[0]!;
    const measured: { variant: object; best: number }[] = [];
    for (const variant of variants) {
      const peer = (await this.#theirs())!;
      await this.#prepare(peer, workload, variant);
      const [runs] = await takeTurns([peer], { turns: 1, runs: 1, warmUp: Math.min(1, workload.warmUp ?? 1) });
      peer.end();
      measured.push({ variant, best: Math.min(...runs!.map(({ milliseconds }) => milliseconds)) });
    }
    measured.sort((a, b) => a.best - b.best);
    for (const { variant, best } of measured)
      console.log(`  PyTorch ${JSON.stringify(variant)}: ${best.toFixed(0)} ms`);
    return measured[0]!.variant;
  }

  #add(comparison: Comparison): void {
    this.comparisons.push(comparison);
    const { title, ours, theirs } = comparison;
    const ratio = theirs
      ? `, PyTorch ${theirs.best.toFixed(1)} ms, ratio ${(ours.best / theirs.best).toFixed(2)}, of processor time ${(ours.cpu / theirs.cpu).toFixed(2)}, apart ${comparison.difference?.typical.toExponential(0)}`
      : '';
    console.log(`  ${title}: ${ours.best.toFixed(1)} ms${ratio}`);
  }
}

/** Milliseconds of one run: what passed, and what processors worked. */
interface Run {
  milliseconds: number;
  cpu: number;
}

/** Every timed run, for each peer. */
async function takeTurns(
  peers: readonly Peer[],
  { turns, runs, warmUp = WARM_UP }: Pick<Workload, 'turns' | 'runs' | 'warmUp'>,
): Promise<Run[][]> {
  const timed = peers.map((): Run[] => []);
  for (const peer of peers) for (let i = 0; i < warmUp; i++) await peer.ask({ do: 'run' });
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, peer] of peers.entries()) {
      await sleep(PAUSE_MS);
      for (let run = 0; run < runs; run++) {
        timed[i]!.push(await peer.ask<Run>({ do: 'run' }));
      }
    }
  }
  return timed;
}

function summary(runs: readonly Run[], peak: number | undefined): Side {
  const sorted = runs.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const cpu = Math.min(...runs.map((run) => run.cpu));
  return { best: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, cpu, peak };
}
