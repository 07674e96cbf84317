/** Rosenblatt's learning rule, which finds separating weights if they exist, and otherwise never ends. */
import type { Rows } from './programs';

/**
 * Weights with row · w > 0 for every row, a row being a label times a point: starting from zero, each misclassified row
 * is added, pass after pass (Rosenblatt 1958; Novikoff 1962). Undefined if every pass had mistakes.
 */
export function trainPerceptron(rows: Rows, epochs: number): Float64Array | undefined {
  const inputs = rows[0]!.length;
  const weights = new Float64Array(inputs);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let mistakes = 0;
    for (const row of rows) {
      let product = 0;
      for (let k = 0; k < inputs; k++) product += weights[k]! * row[k]!;
      if (product > 0) continue;
      for (let k = 0; k < inputs; k++) weights[k]! += row[k]!;
      mistakes++;
    }
    if (mistakes === 0) return weights;
  }
  return undefined;
}
