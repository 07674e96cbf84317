/**
 * The schedule of a map: phases of iterations, and steering in between. It knows only steps, not forces or neighbours.
 */
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { LayoutFrame, Steer } from '../../shared/embedding';
import type { Steering } from '../../shared/steering';
import { throwIfCancelled } from '../../shared/errors';
import { pace } from '../steering';

export interface Phase {
  name: string;
  iterations: number;
  exaggeration: number;
  momentum: number;
  learningRate: number;
}

/** What a map hears while it settles. */
export const steering = {
  ...pace,
  /** Pulls neighbours together `factor` times as strongly for this many iterations. */
  exaggerate: z.strictObject({ factor: z.number().positive(), iterations: z.int().min(0) }),
};

/** What moves. */
export interface Settling {
  readonly dimensions: number;
  step(phase: Phase): Promise<void>;
  positions(): Float32Array;
  /** In nats, if defined; `exact`, or a cheap estimate. */
  divergence?(exact: boolean): Promise<number>;
  uphold?(least: number): void | Promise<void>;
}

export interface Watch {
  signal?: AbortSignal | undefined;
  steering?: Steering<Steer> | undefined;
  frame(make: () => LayoutFrame): void;
  progress(fraction: number): void;
}

/** Iterations between two estimates of the divergence, each of which costs about one more. */
const ESTIMATE_EVERY = 25;

/** Deviation of the first axis at the start of a map, and its minimum while neighbours are exaggerated. */
export const START_DEVIATION = 1e-4;
/** A map shrinks at most to a tenth per step, so that it stays within float32 between two checks. */
const UPHOLD_EVERY = 10;

/** Runs the phases one after the other. Throws CancelledError. */
export async function optimise(layout: Settling, phases: readonly Phase[], watch: Watch): Promise<void> {
  const queue = [...phases];
  let iterations = phases.reduce((sum, phase) => sum + phase.iterations, 0);
  let divergence: number | undefined;
  let iteration = 0;
  const stop = { paused: false, finished: false, resume: () => {} };
  const hear = (command: Steer): void => {
    stop.paused = command.kind === 'pause';
    stop.finished ||= command.kind === 'finish';
    if (command.kind === 'exaggerate') {
      const last = phases.at(-1)!;
      // The rate follows the exaggeration, as in every phase.
      const learningRate = (last.learningRate * last.exaggeration) / command.factor;
      queue.unshift({ ...last, ...command, name: 'exaggeration', exaggeration: command.factor, learningRate });
      iterations += command.iterations;
    }
    if (!stop.paused) stop.resume();
  };
  const wake = (): void => stop.resume();
  const silence = watch.steering?.onSteer(hear);
  watch.signal?.addEventListener('abort', wake);
  try {
    while (!stop.finished && queue.length > 0) {
      const phase = queue[0]!;
      if (phase.iterations <= 0) {
        queue.shift();
        continue;
      }
      throwIfCancelled(watch.signal);
      if (stop.paused) {
        await new Promise<void>((resolve) => (stop.resume = resolve));
        continue;
      }
      await layout.step(phase);
      queue[0] = { ...phase, iterations: phase.iterations - 1 };
      iteration++;
      if (phase.exaggeration > 1 && iteration % UPHOLD_EVERY === 0) await layout.uphold?.(START_DEVIATION);
      if (iteration % ESTIMATE_EVERY === 0) divergence = await layout.divergence?.(false);
      watch.progress(iteration / iterations);
      const frame = { dimensions: layout.dimensions, phase: phase.name, iteration, iterations };
      watch.frame(() => ({ ...frame, positions: layout.positions(), ...(divergence !== undefined && { divergence }) }));
      // Commands arrive as messages, which need a turn of the event loop.
      await setImmediate();
    }
    throwIfCancelled(watch.signal);
  } finally {
    silence?.();
    watch.signal?.removeEventListener('abort', wake);
  }
}
