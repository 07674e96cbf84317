/** Comparisons and logic: bool results, through which no gradient flows. */
import { int } from '../graph/attributes';
import { noFlow, type Operator } from '../graph/operator';
import { elementwise } from './evaluate';
import { broadcastAll, perElement } from './infer';

type Evaluate = Parameters<typeof elementwise>[0];

function predicate(evaluate: Evaluate): Operator {
  return {
    role: 'step',
    axes: 'value by value',
    infer: broadcastAll('bool'),
    gradient: noFlow,
    evaluate: elementwise(evaluate),
    cost: perElement(1),
  };
}

export const logic = {
  Equal: predicate({ number: (x, y) => x === y, bigint: (x, y) => x === y }),
  Greater: predicate({ number: (x, y) => x > y, bigint: (x, y) => x > y }),
  Less: predicate({ number: (x, y) => x < y, bigint: (x, y) => x < y }),
  GreaterOrEqual: predicate({ number: (x, y) => x >= y, bigint: (x, y) => x >= y }),
  LessOrEqual: predicate({ number: (x, y) => x <= y, bigint: (x, y) => x <= y }),
  And: predicate({ number: (x, y) => Boolean(x && y) }),
  Or: predicate({ number: (x, y) => Boolean(x || y) }),
  Xor: predicate({ number: (x, y) => x !== y }),
  Not: predicate({ number: (x) => !x }),
  IsNaN: predicate({ number: Number.isNaN }),
  /** Attributes detect_positive and detect_negative (both 1 by default) choose which infinities count. */
  IsInf: {
    role: 'step',
    axes: 'value by value',

    infer: broadcastAll('bool'),
    gradient: noFlow,
    evaluate: (node, inputs, outputs) => {
      const positive = int(node, 'detect_positive', 1) === 1;
      const negative = int(node, 'detect_negative', 1) === 1;
      const detected = (x: number): boolean => (x === Infinity && positive) || (x === -Infinity && negative);
      return elementwise({ number: detected })(node, inputs, outputs);
    },
    cost: perElement(1),
  },
} satisfies Record<string, Operator>;
