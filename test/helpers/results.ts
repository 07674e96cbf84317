/** One small result of each kind; the compiler asks for one of a new kind too. */
import type { Provenance, Result } from '../../src/shared/results';
import { float32, type Float32Tensor } from '../../src/shared/tensor';

const provenance: Provenance = {
  method: 'smoothgrad',
  parameters: { samples: 25, noise: 0.1, limit: Infinity },
  seed: 7,
  device: 'cpu',
  seconds: 0.25,
  started: '2026-11-21T04:20:16.123Z',
  versions: { netloupe: '0.1.0' },
};

const prediction = {
  ...provenance,
  model: { path: '/w/digits.onnx', sha256: 'a'.repeat(64) },
  data: { path: '/w/digits.npz', array: 'x_test', sha256: 'b'.repeat(64) },
};

export const samples: { [K in Result['kind']]: Extract<Result, { kind: K }> } = {
  attribution: {
    kind: 'attribution',
    attribution: float32([2, 3], [1, -2, 0.1, 0, NaN, 5]),
    layer: 'conv1',
    upsampled: ramp([2, 1, 4]),
    signed: ramp([2, 3]),
    standardError: ramp([2, 3]),
    input: ramp([2, 4]),
    output: ramp([2, 3]),
    outputIsProbability: false,
    target: { value: 'logits', indices: [2, 0] },
    targetOutput: [0.5, -1.5],
    law: {
      name: 'completeness',
      statement: 'The sums agree.',
      gap: [0.001, 0.02],
      tolerance: 0.01,
      holds: false,
    },
    conventions: ['Explains "logits" as the network gives it.'],
    provenance: prediction,
  },
  curves: {
    kind: 'curves',
    xLabel: 'load α (patterns / weights)',
    yLabel: 'probability',
    curves: [
      { name: 'Cover 1965, N = 20', x: Float64Array.of(0, 1), y: Float64Array.of(1, 0.5), from: 'theory' },
      {
        name: '=measured',
        x: Float64Array.of(1, 2),
        y: Float64Array.of(0.91, NaN),
        low: Float64Array.of(-0.8, -Infinity),
        high: Float64Array.of(0.97, Infinity),
        from: 'measurement',
      },
    ],
    conventions: [],
    provenance,
  },
  cloud: {
    kind: 'cloud',
    embedding: float32([3, 2], [1, -2.5, NaN, NaN, 0.1, 4]),
    quality: { k: 1, preservation: 1, trustworthiness: 0.9, continuity: 0.8 },
    trust: Float32Array.of(1, NaN, 0.5),
    neighbours: { k: 1, indices: Int32Array.of(2, 0, 0), distances: Float32Array.of(1, 2, 1) },
    conventions: ['Row 1 could not be laid out.'],
    provenance: { ...provenance, data: prediction.data },
  },
  clusters: {
    kind: 'clusters',
    value: 'logits',
    classes: [
      {
        index: 3,
        samples: Int32Array.of(0, 4),
        eigenvalues: Float64Array.of(0, 0.5),
        eigengap: 0.5,
        clusters: [
          {
            samples: [4, 0],
            share: 1,
            isolation: 0.5,
            difference: 0.25,
            focus: 1,
            suspicion: 0.125,
            suspicious: true,
            meanMap: ramp([2, 2]),
          },
        ],
        clusterOf: Int32Array.of(0, 0),
        embedding: ramp([2, 2]),
        maps: ramp([2, 2, 2]),
        pictures: { dtype: 'uint8', shape: [2, 1, 1, 1], data: Uint8Array.of(7, 200) },
      },
    ],
    conventions: [],
    provenance: prediction,
  },
  evaluation: {
    kind: 'evaluation',
    methods: ['gradient', 'occlusion'].map((id, i) => ({ name: id, id, title: id, parameters: {}, meanRank: i + 1 })),
    measures: [
      {
        measure: 'deletion',
        title: 'Deletion',
        better: 'lower',
        parameters: { steps: 2 },
        methods: [
          { score: 0.25, standardError: 0.05, rank: 1, perSample: [0.2, 0.3] },
          {
            ...{ score: 0.5, standardError: 0.1, rank: 2, perSample: [0.4, 0.6] },
            fromFirst: { score: 0.25, standardError: 0.05 },
            mark: 'does not react to the weights',
          },
        ],
        random: { score: 0.7, standardError: 0.1 },
        plot: {
          xLabel: 'share of places covered',
          yLabel: 'probability',
          curves: ['gradient', 'occlusion'].map((name) => ({
            ...{ name, x: Float64Array.of(0, 1), y: Float64Array.of(1, 0) },
            from: 'measurement',
          })),
        },
        conventions: ['Covered by 0.'],
      },
    ],
    samples: 2,
    target: { value: 'logits', indices: [2, 0] },
    conventions: [],
    provenance: prediction,
  },
  sanity: {
    kind: 'sanity',
    method: 'gradient',
    layers: ['logits', 'conv1'],
    spearman: [{ score: 0.5, standardError: 0.1 }, { score: -0.05 }],
    absolute: [{ score: 0.6 }, { score: 0.1 }],
    maps: ramp([3, 4]),
    conventions: [],
    provenance: prediction,
  },
};

function ramp(shape: readonly number[]): Float32Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return float32(
    shape,
    Array.from({ length: size }, (_, i) => (i - size / 2) / 8),
  );
}
