/** How faithful the three maps of the fake comparison are, over 20 samples: curves between a greedy bound and random order. */
import type { Faithfulness } from '../../src/shared/compare';
import type { MeasureResult, MethodScore } from '../../src/shared/results';
import type { Curve } from '../../src/shared/results';

const ids = ['gradient', 'integrated-gradients', 'grad-cam'];

export function faithfulness(): Faithfulness {
  return {
    runs: ['a', 'b', 'c'],
    run: 'f',
    result: {
      kind: 'evaluation',
      methods: ids.map((id, i) => ({ name: id, id, title: id, parameters: {}, meanRank: [2, 1, 2.5][i]! })),
      measures: [
        measure('pixel-flipping', 'Pixel Flipping (AOPC)', 'higher', [21.43, 33.9, 12.2], 1),
        measure('deletion', 'Deletion', 'lower', [0.2, 0.0312, 0.51], 0.5, 'does not react to the weights'),
        measure('insertion', 'Insertion', 'higher', [0.99989, 0.99991, 0.4], 0.5),
        { ...measure('infidelity', 'Infidelity', 'lower', [129, 61.1, 60.8], 9), conventions: ['100 random boxes.'] },
      ].map(({ plot, random, best, ...rest }) => (rest.measure === 'infidelity' ? rest : { ...rest, plot, random, best })), // prettier-ignore
      samples: 20,
      target: { value: 'logits', indices: new Array<number>(20).fill(3) },
      conventions: ['Explains "logits" as the network gives it.', 'The mean rank weights all measures equally.'],
      provenance: {
        ...{ method: 'evaluate', parameters: {}, seed: 0, device: 'cpu', seconds: 1, started: '', versions: {} },
        model: { path: 'digits.onnx', sha256: '' },
        data: { path: 'digits.npz', array: 'x_test', sha256: '' },
      },
    },
  };
}

/** Scores have a standard error of a fifth; of two methods that are nearer than that the second is not told apart. */
function measure(
  id: string,
  title: string,
  better: 'higher' | 'lower',
  scores: number[],
  scale: number,
  mark?: string,
) {
  const sorted = [...scores].sort((a, b) => (better === 'higher' ? b - a : a - b));
  const standardError = 0.2 * scale;
  const methods = scores.map((score, i): MethodScore => {
    const rank = sorted.indexOf(score) + 1;
    const fromFirst = { fromFirst: { score: score - sorted[0]!, standardError } };
    return {
      ...{ score, standardError, rank, perSample: [] },
      ...(rank > 1 && fromFirst),
      ...(mark !== undefined && i === 2 && { mark }),
    };
  });
  const falls = [0.5, 0.25, 0.8, 1, 0.12];
  const curves = [...ids, 'random order', 'greedy search'].map((name, i) => falling(name, falls[i]!, scale));
  const plot = { xLabel: 'share of places covered', yLabel: 'probability', curves };
  const [random, best] = (better === 'higher' ? [0.6, 1.4] : [1.4, 0.6]).map((factor) => ({
    score: sorted[0]! * factor,
    standardError,
  }));
  const conventions = ['Area under the curve by trapezoids; covered by 0 everywhere.'];
  return { measure: id, title, better, parameters: {}, methods, plot, random: random!, best: best!, conventions } satisfies MeasureResult; // prettier-ignore
}

function falling(name: string, slowness: number, scale: number): Curve {
  const x = Float64Array.from({ length: 21 }, (_, i) => i / 20);
  const y = x.map((share) => scale * Math.exp(-share / slowness));
  return { name, x, y, low: y.map((v) => 0.92 * v), high: y.map((v) => 1.08 * v), from: 'measurement' };
}
