/** The target's value at many inputs, for every method that queries the network as a black box. */
import type { MethodContext } from './method';
import { runRows } from './rows';

export interface Questions {
  count: number;
  /** The sample of the input that a query belongs to; its target is that sample's. */
  sampleOf(i: number): number;
  /** Writes input i, in the shape of one sample. */
  write(i: number, row: Float32Array): void;
  /** Receives the target's value there, and the whole value it is taken from (valid only during the call). */
  take(i: number, value: number, all: Float32Array): void;
}

/** Runs all queries. Throws CancelledError between batches. Progress goes from 0 to 1. */
export async function valuesAt(context: MethodContext, questions: Questions): Promise<void> {
  const { inputName, target } = context;
  await runRows(
    context,
    {
      name: 'forward',
      of: [target.value],
      build: (graph) => ({ graph, feeds: [inputName], outputs: [target.value] }),
    },
    {
      count: questions.count,
      sampleOf: (i) => questions.sampleOf(i),
      write: (i, [x]) => questions.write(i, x!),
      take: (i, [all]) => questions.take(i, all![target.indices[questions.sampleOf(i)]!]!, all!),
    },
  );
}
