/**
 * Layer-wise relevance propagation as a graph: the backward sweep with rules in place of gradients, and a ledger of
 * what each layer absorbed.
 */
import { Builder } from '../../graph/builder';
import type { BoundGraph, Node } from '../../graph/graph';
import type { Gradient, GradientContext, Sym } from '../../graph/operator';
import { cut } from '../../graph/passes/cut';
import { replayNode, replaySources } from '../../graph/passes/bind';
import { operators } from '../../operators';
import { GraphError } from '../../shared/errors';
import { backward } from '../backward';
import { share } from './flows';
import { linearLayer } from './linear';
import { nodeRule } from './nodes';
import { planOf, type LayerPlace, type Plan } from './plan';
import type { Rule } from './rules';

export interface RelevanceGraph {
  /** Inputs: the network's and the seed. Outputs: `of`, the relevance and the ledger. */
  graph: BoundGraph;
  /** Input in the shape of `of`: the relevance at the start. */
  seed: string;
  of: string;
  /** Output in the shape of `wrt`. */
  relevance: string;
  /** Output [rows, 4 · lines.length]: entered, left, bias and stabiliser of each line. */
  ledger: string;
  /** From the target down. */
  lines: { layer: string; op: string; rule: string }[];
}

/**
 * The relevance of `wrt` for `of`; `choose` gives each linear layer its rule. The first axis of every value counts
 * the samples, of which there are `rows`, unless there is only one. Throws GraphError if relevance cannot propagate.
 */
export function relevance(
  graph: BoundGraph,
  of: string,
  wrt: string,
  choose: (layer: LayerPlace) => Rule,
  rows: number,
): RelevanceGraph {
  const forward = cut(graph, [of], true);
  const plan = planOf(forward, wrt);
  const b = new Builder(operators);
  replaySources(forward, b);
  for (const node of forward.nodes) replayNode(node, forward.opset, b);
  const target = b.get(of);
  const seed = b.input(`seed of ${of}`, target.dtype, target.shape);
  const book = new Book(b, rows);
  const rules = (node: Node): Gradient | undefined => ruleOf(node, plan, choose, book);
  const [arriving] = backward(b, forward.nodes, new Map([[of, seed]]), [wrt], rules);
  const result = b.op('Identity', [arriving!]);
  const ledger = book.written();
  const built = b.build([target, result, ledger], `relevance of ${of}`);
  return {
    graph: { ...cut(built, [of, result.name, ledger.name], true), domains: graph.domains },
    seed: seed.name,
    of,
    relevance: result.name,
    ledger: ledger.name,
    lines: book.lines,
  };
}

function ruleOf(node: Node, plan: Plan, choose: (layer: LayerPlace) => Rule, book: Book): Gradient | undefined {
  const layer = plan.layers.get(node);
  if (layer) return (context) => shareByWeights(context, layer, plan, choose(layer), book);
  // The layer accounts for its bias itself.
  if (plan.biases.has(node)) return ({ dy, wants, x }) => x.map((_, i) => (wants(i) ? dy[0] : undefined));
  const rule = nodeRule(node, plan.gates.get(node));
  if (!rule) return undefined;
  return (context) => {
    const shares = rule.share(context);
    if (rule.name !== undefined) book.enter(node, rule.name, context.dy[0]!, shares);
    return shares.toInputs;
  };
}

function shareByWeights(
  context: GradientContext,
  { node }: LayerPlace,
  { biasOf, nonNegative }: Plan,
  rule: Rule,
  book: Book,
): (Sym | undefined)[] {
  const { b } = context;
  const added = biasOf.get(node);
  const later = added && { bias: b.get(added.sum.inputs[added.operand]!), y: b.get(added.sum.outputs[0]!) };
  const data = node.inputs.findIndex((_, i) => context.wants(i));
  const layer = linearLayer(context, later, nonNegative.has(node.inputs[data]!));
  const { toInput, toBias, toStabiliser } = share(layer, rule.flows(layer), rule.stabiliser, context.dy[0]!);
  const toInputs = node.inputs.map((_, i) => (i === data ? toInput : undefined));
  book.enter(node, rule.name, context.dy[0]!, { toInputs, toBias, toStabiliser });
  return toInputs;
}

/** Every layer's shares, summed for each sample. */
class Book {
  readonly lines: RelevanceGraph['lines'] = [];
  readonly #columns: Sym[] = [];

  constructor(
    private readonly b: Builder,
    private readonly rows: number,
  ) {}

  enter(
    node: Node,
    rule: string,
    entered: Sym,
    shares: { toInputs: readonly (Sym | undefined)[]; toBias?: Sym | undefined; toStabiliser?: Sym },
  ): void {
    const { b } = this;
    const given = shares.toInputs.flatMap((share) => (share ? [this.#perRow(share)] : []));
    const left = given.length ? given.reduce((sum, share) => b.add(sum, share)) : this.#nothing();
    this.lines.push({ layer: node.outputs[0]!, op: node.op, rule });
    this.#columns.push(
      this.#perRow(entered),
      left,
      shares.toBias ? this.#perRow(shares.toBias) : this.#nothing(),
      shares.toStabiliser ? this.#perRow(shares.toStabiliser) : this.#nothing(),
    );
  }

  written(): Sym {
    return this.#columns.length ? this.b.concat(this.#columns, 1) : this.b.expand(this.b.scalar(0), [this.rows, 0]);
  }

  #nothing(): Sym {
    return this.b.expand(this.b.scalar(0), [this.rows, 1]);
  }

  /** [rows, 1]. A value whose first axis does not count samples can be summed only if there is one sample. */
  #perRow(x: Sym): Sym {
    const { b, rows } = this;
    if (rows > 1 && x.shape[0] !== rows)
      throw new GraphError(
        `"${x.name}" of shape [${x.shape.join()}] does not have ${rows} samples along its first axis; explain one sample at a time.`,
      );
    const first = rows > 1 ? 1 : 0;
    const axes = x.shape.flatMap((_, axis) => (axis >= first ? [axis] : []));
    return b.reshape(b.sum(x, axes, false), [rows, 1]);
  }
}
