/**
 * The rules of layer-wise relevance propagation for linear layers, each as its flows (see `flows.ts`). Where papers
 * leave a choice, conventions are Zennit's: biases count with the weights of their sign, and gamma is the sign-aware
 * form, which equals the published one for inputs ≥ 0 and outputs > 0.
 */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';
import { filled } from './constants';
import type { Flow } from './flows';
import type { LinearLayer } from './linear';

export interface Rule {
  /** Its name in the ledger, with its numbers. */
  name: string;
  /** ε of the stabiliser. */
  stabiliser: number;
  flows(layer: LinearLayer): Flow[];
}

/** ε of rules that need it only to avoid division by zero. */
const TINY = 1e-6;

/** R_i = Σ_k x_i w_ik / (z_k + ε sign z_k) R_k (Bach et al. 2015, eq. 58). */
export function epsilonRule(epsilon: number): Rule {
  return {
    name: `epsilon ${epsilon}`,
    stabiliser: epsilon,
    flows: ({ x, weights, bias, y }) => [{ parts: [{ x, weights }], bias, factor: 1, z: y }],
  };
}

/** Only positive contributions (Montavon et al. 2017, the z+ rule); positive relevance stays positive. */
export const zPlusRule: Rule = {
  name: 'z-plus',
  stabiliser: TINY,
  flows: (layer) => [positive(layer, 1)],
};

/**
 * The same where biases only hold a unit off, and so get no share (deep Taylor decomposition: Montavon et al. 2017, eq.
 * 18).
 */
export const zPlusWithoutBiasRule: Rule = {
  name: 'z-plus without bias',
  stabiliser: TINY,
  flows: (layer) => [{ ...positive(layer, 1), bias: undefined }],
};

/**
 * α times the shares of positive contributions minus β times those of negative ones (Bach et al. 2015, eq. 60); α − β =
 * 1.
 */
export function alphaBetaRule(alpha: number, beta: number): Rule {
  return {
    name: `alpha-beta ${alpha}, ${beta}`,
    stabiliser: TINY,
    flows: (layer) => (beta === 0 ? [positive(layer, alpha)] : [positive(layer, alpha), negative(layer, -beta)]),
  };
}

/**
 * Favours positive contributions by γ (Montavon et al. 2019, eq. 10.7); for outputs < 0, negative ones (Andéol et al.
 * 2021).
 */
export function gammaRule(gamma: number): Rule {
  return {
    name: `gamma ${gamma}`,
    stabiliser: TINY,
    flows: (layer) => {
      const { b } = layer.context;
      const favour = (w: Sym, part: Sym): Sym => b.add(w, b.mul(part, gamma));
      const { weights, bias, y } = layer;
      const up = favour(weights, above(b, weights));
      const down = favour(weights, below(b, weights));
      return [
        {
          parts: bySign(layer, up, down),
          bias: bias && favour(bias, above(b, bias)),
          factor: 1,
          mask: b.cast(b.greater(y, 0), y.dtype),
        },
        {
          parts: bySign(layer, down, up),
          bias: bias && favour(bias, below(b, bias)),
          factor: 1,
          mask: b.cast(b.less(y, 0), y.dtype),
        },
      ];
    },
  };
}

/** For inputs known to lie between low and high, one number for all or one per channel (Montavon et al. 2017, the zB rule). */
export function zBoxRule(low: readonly number[], high: readonly number[]): Rule {
  const named = (values: readonly number[]): string => values.map((value) => Number(value.toPrecision(4))).join(' ');
  return {
    name: `z-box ${named(low)} to ${named(high)}`,
    stabiliser: TINY,
    flows: ({ context: { b }, x, weights }) => [
      {
        parts: [
          { x, weights },
          {
            x: filled(
              b,
              x,
              low.map((value) => -value),
            ),
            weights: above(b, weights),
          },
          {
            x: filled(
              b,
              x,
              high.map((value) => -value),
            ),
            weights: below(b, weights),
          },
        ],
        factor: 1,
      },
    ],
  };
}

/** In proportion to squared weights, whatever the input (Montavon et al. 2017, the w² rule). */
export const wSquareRule: Rule = {
  name: 'w-square',
  stabiliser: TINY,
  flows: ({ context: { b }, x, weights }) => [
    { parts: [{ x: filled(b, x, [1]), weights: b.mul(weights, weights) }], factor: 1 },
  ],
};

/** Evenly over the receptive field, whatever the weights (Lapuschkin et al. 2019). */
export const flatRule: Rule = {
  name: 'flat',
  stabiliser: TINY,
  flows: ({ context: { b }, x, weights }) => [
    { parts: [{ x: filled(b, x, [1]), weights: filled(b, weights, [1]) }], factor: 1 },
  ],
};

function positive(layer: LinearLayer, factor: number): Flow {
  const { context: { b }, weights, bias } = layer; // prettier-ignore
  return {
    parts: bySign(layer, above(b, weights), below(b, weights)),
    bias: bias && above(b, bias),
    factor,
  };
}

function negative(layer: LinearLayer, factor: number): Flow {
  const { context: { b }, weights, bias } = layer; // prettier-ignore
  return {
    parts: bySign(layer, below(b, weights), above(b, weights)),
    bias: bias && below(b, bias),
    factor,
  };
}

/** One pair of weights for inputs > 0, another for those < 0; inputs known to be ≥ 0 need no second pass. */
function bySign({ context: { b }, x, nonNegative }: LinearLayer, ifPositive: Sym, ifNegative: Sym): Flow['parts'] {
  if (nonNegative) return [{ x, weights: ifPositive }];
  return [
    { x: above(b, x), weights: ifPositive },
    { x: below(b, x), weights: ifNegative },
  ];
}

function above(b: Builder, x: Sym): Sym {
  return b.op('Max', [x, b.scalar(0, x.dtype)]);
}

function below(b: Builder, x: Sym): Sym {
  return b.op('Min', [x, b.scalar(0, x.dtype)]);
}
