/** P over points per weight, by the theorem, for several K; and how the list of K is typed. */
import { probabilities } from '../../../src/shared/capacity/block';
import type { Curve } from '../../../src/shared/results';

/** The curves end at this many points per weight. */
const farthest = 4;

/** Curves for more inputs would end before {@link farthest}: there are at most 2,000 points. */
const mostInputs = 500;
const mostCurves = 8;

/** "5, 25, 100" as numbers, or what is wrong, in one sentence. */
export function parseInputs(text: string): { inputs: number[] } | { problem: string } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^\d+$/.test(part) || Number(part) < 1 || Number(part) > mostInputs);
  if (wrong !== undefined)
    return {
      problem: `“${wrong.slice(0, 20)}” is not a number of inputs; enter whole numbers from 1 to ${mostInputs}.`,
    };
  const inputs = [...new Set(parts.map(Number))];
  if (inputs.length === 0) return { problem: `Enter one or more numbers of inputs, such as 5, 25, 100.` };
  if (inputs.length > mostCurves)
    return { problem: `${inputs.length} curves are too many to tell apart; enter up to ${mostCurves} numbers.` };
  return { inputs };
}

export function theoryCurve(inputs: number, bias: boolean): Curve {
  const weights = inputs + Number(bias);
  const points = Array.from({ length: farthest * weights }, (_, i) => i + 1).filter((n) => n <= 2000);
  return {
    name: `K = ${inputs}${bias ? ' and a bias' : ''}`,
    x: Float64Array.from(points, (n) => n / weights),
    y: probabilities(1, points.length + 1, inputs, inputs + 1, bias),
    from: 'theory',
  };
}
