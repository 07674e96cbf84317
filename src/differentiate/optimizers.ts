/** How weights follow their gradients, as nodes of a training step. */
import type { Builder } from '../graph/builder';
import type { Sym } from '../graph/operator';

export interface Optimizer {
  /** State of each weight kept from step to step, in its shape, zero at first. */
  moments: readonly string[];
  /**
   * Adds what all weights share; `step` is a scalar, 1 in the first step. Returns the function that updates one weight.
   */
  rule(b: Builder, step: Sym): Update;
}

export type Update = (weight: Sym, gradient: Sym, moments: readonly Sym[]) => { weight: Sym; moments: readonly Sym[] };

/** Gradient descent: w − learningRate·g. */
export function sgd({ learningRate }: { learningRate: number }): Optimizer {
  return {
    moments: [],
    rule: (b) => (weight, gradient) => ({ weight: b.sub(weight, b.mul(gradient, learningRate)), moments: [] }),
  };
}

export interface AdamOptions {
  /** Default 0.001. */
  learningRate?: number;
  /** Decay of the mean of the gradients, default 0.9. */
  beta1?: number;
  /** Decay of the mean of their squares, default 0.999. */
  beta2?: number;
  /** Added to the square root of that mean, default 1e-8. */
  epsilon?: number;
}

/** Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1). */
export function adam({ learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Optimizer {
  return {
    moments: ['first moment', 'second moment'],
    rule: (b, step) => {
      const correction = (beta: number): Sym => b.sub(b.scalar(1), b.pow(b.scalar(beta), step));
      const [unbias1, unbias2] = [correction(beta1), correction(beta2)];
      return (weight, gradient, [m, v]) => {
        const first = b.add(b.mul(m!, beta1), b.mul(gradient, 1 - beta1));
        const second = b.add(b.mul(v!, beta2), b.mul(b.mul(gradient, gradient), 1 - beta2));
        const scale = b.add(b.sqrt(b.div(second, unbias2)), epsilon);
        const change = b.div(b.mul(b.div(first, unbias1), learningRate), scale);
        return { weight: b.sub(weight, change), moments: [first, second] };
      };
    },
  };
}
