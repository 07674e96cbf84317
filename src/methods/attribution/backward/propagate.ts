/** Relevance for each sample of the input, with its ledger: the common part of LRP and deep Taylor decomposition. */
import { checkEntries, type Composite, type NamedRule } from '../../../differentiate/relevance/composites';
import { planOf } from '../../../differentiate/relevance/plan';
import { relevance, type RelevanceGraph } from '../../../differentiate/relevance/relevance';
import type { Graph } from '../../../graph/graph';
import { mergeBatchNormalization } from '../../../graph/passes/mergeBatchNormalization';
import { operators } from '../../../operators';
import type { Law, LedgerRow } from '../../../shared/results';
import { sizeOf, type Float32Tensor } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { runRows } from '../../rows';

export interface Propagation {
  /** Identifies this composite and its numbers. */
  name: string;
  composite: Composite;
  /** Checked against the layers of the network. */
  entries?: readonly NamedRule[];
  /** The relevance at each sample's target, from the target's value. */
  start(value: number): number;
}

export interface Propagated {
  attribution: Float32Tensor;
  ledger: LedgerRow[];
  law: Law;
  /** The value that was explained: the target's, or the logits it is computed from. */
  of: string;
}

/** Share of the start that may be lost to rounding. */
const TOLERANCE = 1e-3;

/**
 * Throws GraphError where relevance cannot propagate. BatchNormalization is merged into linear layers first; for a
 * network that ends in softmax the logits are explained, since every rule distributes sums.
 */
export async function propagate(context: MethodContext, propagation: Propagation): Promise<Propagated> {
  const { input, inputName, target, model } = context;
  const of = logitsOf(model.graph, target.value);
  const { shape, data } = input;
  const size = sizeOf(shape.slice(1));
  const attribution = new Float32Array(data.length);
  const starts: number[] = [];
  const sums: Float64Array[] = [];
  // Relevance is linear in its start: the graph starts with 1, and the result is scaled.
  const { lines } = await runRows(
    context,
    {
      name: `relevance ${propagation.name}`,
      of: [of],
      build(network, rows) {
        const merged = mergeBatchNormalization(network, operators);
        checkEntries(propagation.entries ?? [], planOf(merged, inputName).layers.values());
        const {
          graph,
          seed,
          relevance: result,
          ledger,
          lines,
        } = relevance(merged, of, inputName, propagation.composite, rows);
        return { graph, feeds: [inputName, seed], outputs: [result, ledger, of], lines };
      },
    },
    {
      count: shape[0]!,
      write(i, [x, seed]) {
        x!.set(data.subarray(i * size, (i + 1) * size));
        seed![target.indices[i]!] = 1;
      },
      take(i, [result, ledger, values]) {
        const start = propagation.start(values![target.indices[i]!]!);
        starts.push(start);
        attribution.set(
          result!.map((r) => r * start),
          i * size,
        );
        sums.push(Float64Array.from(ledger!, (sum) => sum * start));
      },
    },
  );
  const ledger = lines.map((line, n) =>
    readLine(
      line,
      sums.map((row) => row.subarray(4 * n, 4 * n + 4)),
    ),
  );
  return { attribution: { dtype: 'float32', shape, data: attribution }, ledger, law: conservation(ledger, starts), of };
}

function readLine(line: RelevanceGraph['lines'][number], rows: readonly Float64Array[]): LedgerRow {
  const column = (at: number): number[] => rows.map((row) => row[at]!);
  const [entered, left, bias, stabiliser] = [column(0), column(1), column(2), column(3)];
  const remainder = entered.map((sum, n) => sum - left[n]! - bias[n]! - stabiliser[n]!);
  return { ...line, entered, left, bias, stabiliser, remainder };
}

/** What the ledger does not account for. */
function conservation(ledger: readonly LedgerRow[], starts: readonly number[]): Law {
  const gap = starts.map((start, n) => {
    const lost = ledger.reduce((sum, { remainder }) => sum + remainder[n]!, 0);
    return Math.abs(lost) / (Math.abs(start) || 1);
  });
  return {
    name: 'conservation',
    statement:
      'The relevance at the target arrives at the input, except for what biases and stabilisers absorb; the gap is what neither accounts for, relative to the start.',
    gap,
    tolerance: TOLERANCE,
    holds: gap.every((g) => g <= TOLERANCE),
  };
}

/** The input of a final softmax; else the value itself. */
function logitsOf({ nodes }: Graph, value: string): string {
  const producer = nodes.find(({ outputs }) => outputs.includes(value));
  return producer && operators(producer.op, producer.domain)?.role === 'softmax' ? producer.inputs[0]! : value;
}
