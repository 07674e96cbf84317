/**
 * The reveal-cancel rule (Shrikumar et al. 2017, § 3.5.3): upward and downward pushes on a nonlinearity get separate
 * multipliers, so that two inputs that cancel each other both show. It applies where a nonlinearity reads a linear
 * layer, whose contributions separate the pushes by sign. Elsewhere the rescale rule applies.
 */
import type { Node } from '../../graph/graph';
import type { Sym } from '../../graph/operator';
import { operators } from '../../operators';
import { linearKind, linearLayer, type LinearLayer } from '../relevance/linear';
import { ratio, type LiftContext, type LiftRule } from './rules';

/** Multipliers of upward and downward pushes. */
interface Apart {
  up: Sym;
  down: Sym;
}

export class RevealCancel {
  /** The linear layer that an activation reads. */
  readonly #layerOf = new Map<Node, Node>();
  /** What has arrived at a layer, recorded during the sweep. */
  readonly #arrived = new Map<Node, Apart[]>();
  readonly #depends: (name: string) => boolean;

  /** `nodes` are those that depend on the input; `there` maps their values to their names at the reference. */
  constructor(
    nodes: readonly Node[],
    private readonly there: (name: string) => string,
  ) {
    this.#depends = (name) => there(name) !== name;
    const made = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
    for (const node of nodes) {
      if (operators(node.op, node.domain)?.role !== 'activation') continue;
      const layer = this.#behindBias(made.get(node.inputs[0]!), made);
      if (layer && linearKind(layer) && layer.inputs.filter(this.#depends).length === 1) this.#layerOf.set(node, layer);
    }
  }

  /** The rule of an activation that reads a linear layer, and of that layer. */
  rule(node: Node): LiftRule | undefined {
    const layer = this.#layerOf.get(node);
    if (layer) return (context) => this.#reveal(context, layer);
    const arrived = this.#arrived.get(node);
    return arrived && ((context) => this.#tellApart(context, arrived));
  }

  /**
   * Δy of the upward pushes is the mean of adding them first and adding them last; likewise for the downward ones (eq.
   * 9, 10).
   */
  #reveal(context: LiftContext, node: Node): Sym[] {
    const { b, x, x0, y, y0, dy } = context;
    const layer = this.#layer(context, node);
    const [rises, falls] = this.#differences(layer, node);
    const up = this.#contributions(layer, rises, falls);
    const down = b.sub(b.sub(x[0]!, x0[0]!), up);
    const f = (value: Sym): Sym => b.op(context.node.op, [value, ...x.slice(1)], context.node.attributes);
    const [withUp, withDown] = [f(b.add(x0[0]!, up)), f(b.add(x0[0]!, down))];
    const half = (first: Sym, last: Sym): Sym => b.mul(b.add(first, last), 0.5);
    const gainOfUp = half(b.sub(withUp, y0[0]!), b.sub(y[0]!, withDown));
    const gainOfDown = half(b.sub(withDown, y0[0]!), b.sub(y[0]!, withUp));
    const slope = operators(context.node.op, '')!.gradient!(context)[0]!;
    const apart = {
      up: ratio(b, b.mul(dy[0]!, gainOfUp), up, slope),
      down: ratio(b, b.mul(dy[0]!, gainOfDown), down, slope),
    };
    this.#arrived.set(node, [...(this.#arrived.get(node) ?? []), apart]);
    return [half(apart.up, apart.down)];
  }

  /** An input's multiplier is that of its push; without a difference, the mean of both. */
  #tellApart(context: LiftContext, arrived: readonly Apart[]): (Sym | undefined)[] {
    const { b, dy } = context;
    const layer = this.#layer(context, context.node);
    const total = (parts: readonly Sym[]): Sym => parts.reduce((sum, part) => b.add(sum, part));
    // Any other reader of the layer sends one multiplier for both.
    const means = total(arrived.map(({ up, down }) => b.mul(b.add(up, down), 0.5)));
    const others = b.sub(dy[0]!, means);
    const up = total([others, ...arrived.map((apart) => apart.up)]);
    const down = total([others, ...arrived.map((apart) => apart.down)]);
    const [positive, negative] = signs(layer);
    const ofRise = b.add(layer.transpose(up, positive), layer.transpose(down, negative));
    const ofFall = b.add(layer.transpose(up, negative), layer.transpose(down, positive));
    const difference = b.sub(layer.x, this.#reference(layer, context.node));
    const ofNone = b.mul(b.add(ofRise, ofFall), 0.5);
    const multiplier = b.where(b.greater(difference, 0), ofRise, b.where(b.less(difference, 0), ofFall, ofNone));
    return context.node.inputs.map((name) => (this.#depends(name) ? multiplier : undefined));
  }

  #layer(context: LiftContext, node: Node): LinearLayer {
    const operands = node.inputs.map((name) => (name ? context.b.get(name) : undefined));
    const y = [context.b.get(node.outputs[0]!)];
    const at = { ...context, node, x: operands, y, wants: (i: number) => this.#depends(node.inputs[i] ?? '') };
    return linearLayer(at, undefined, false);
  }

  #reference({ context: { b } }: LinearLayer, node: Node): Sym {
    return b.get(this.there(node.inputs.find(this.#depends)!));
  }

  #differences(layer: LinearLayer, node: Node): [rises: Sym, falls: Sym] {
    const { b } = layer.context;
    const difference = b.sub(layer.x, this.#reference(layer, node));
    return [b.op('Max', [difference, b.scalar(0)]), b.op('Min', [difference, b.scalar(0)])];
  }

  #contributions(layer: LinearLayer, rises: Sym, falls: Sym): Sym {
    const [positive, negative] = signs(layer);
    return layer.context.b.add(layer.apply(rises, positive), layer.apply(falls, negative));
  }

  /** The node before the addition of a constant. */
  #behindBias(node: Node | undefined, made: ReadonlyMap<string, Node>): Node | undefined {
    if (node?.op !== 'Add') return node;
    const data = node.inputs.filter(this.#depends);
    return data.length === 1 ? made.get(data[0]!) : undefined;
  }
}

function signs({ context: { b }, weights }: LinearLayer): [positive: Sym, negative: Sym] {
  return [b.op('Max', [weights, b.scalar(0)]), b.op('Min', [weights, b.scalar(0)])];
}
