/** What the fake editor answers to a sanity check: three layers, over which a map fades into stripes, or stays as it is. */
import type { ExplainForm } from '../../src/shared/api/explain';
import type { SanityResult } from '../../src/shared/results';
import { float32 } from '../../src/shared/tensor';
import { scenarios } from './scenario';

const layers = ['logits', '/features/conv2/Conv_output_0', 'conv1'];

/** Guided backpropagation stays as it is; every other map fades. */
export function sanityOf({ method, parameters, seed }: ExplainForm): SanityResult {
  const stays = method === 'guided-backprop';
  const scores = stays ? [0.99, 0.97, 0.93] : [0.62, 0.18, -0.05];
  const size = 28 * 28;
  const maps = Float32Array.from({ length: 4 * size }, (_, i) => {
    const share = i < size ? 1 : scores[Math.floor(i / size) - 1]!;
    const stripes = 0.1 * Math.sin((i % size) * 1.7 + Math.floor(i / size));
    return share * scenarios.digit.attribution(i % size, 0) + (1 - Math.abs(share)) * stripes;
  });
  return {
    kind: 'sanity',
    method,
    layers,
    spearman: scores.map((score) => ({ score })),
    absolute: scores.map((score) => ({ score: Math.abs(score) + 0.03 })),
    maps: float32([4, 1, 28, 28], maps),
    ...(stays && {
      mark: 'does not react to the weights: rank correlation 0.96 while layers are randomised',
    }),
    conventions: ['Layers are randomised cumulatively, from the output down.'],
    provenance: {
      model: { path: '', sha256: '' },
      data: { path: '', sha256: '' },
      method,
      parameters,
      seed,
      device: 'cpu',
      seconds: 1,
      started: '',
      versions: {},
    },
  };
}
