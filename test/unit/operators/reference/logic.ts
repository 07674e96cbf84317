/** Comparisons and logic. */
import { int } from '../../../../src/graph/attributes';
import { map } from './array64';
import type { Kernel } from './interpreter';

function predicate(f: (x: number, y: number) => boolean): Kernel {
  return (_node, inputs) => [map((x, y) => (f(x, y) ? 1 : 0), ...inputs.map((input) => input!))];
}

export const logic: Record<string, Kernel> = {
  Equal: predicate((x, y) => x === y),
  Greater: predicate((x, y) => x > y),
  Less: predicate((x, y) => x < y),
  GreaterOrEqual: predicate((x, y) => x >= y),
  LessOrEqual: predicate((x, y) => x <= y),
  And: predicate((x, y) => x + y === 2),
  Or: predicate((x, y) => x + y > 0),
  Xor: predicate((x, y) => x + y === 1),
  Not: predicate((x) => x === 0),
  IsNaN: predicate((x) => x !== x),
  IsInf: (node, [x]) => {
    const sought = [
      ...(int(node, 'detect_positive', 1) ? [Infinity] : []),
      ...(int(node, 'detect_negative', 1) ? [-Infinity] : []),
    ];
    return [map((value) => (sought.includes(value) ? 1 : 0), x!)];
  },
};
