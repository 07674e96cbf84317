/**
 * What the fake editor knows: a model, methods and data whose attributions are simple formulas, so that tests can say what each
 * pixel must be. Runs in the page and in the tests alike.
 */
import type { ModelDescription } from '../../src/shared/description';
import type { ExplainForm, ExplainSetup } from '../../src/shared/api/explain';
import type { AttributionResult } from '../../src/shared/results';
import { float32, sizeOf } from '../../src/shared/tensor';
import { methods } from './methods';

export type ScenarioName = 'digit' | 'batch' | 'photo' | 'channelsLast' | 'signal' | 'tabular' | 'volume';

export const labels = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Scores of the ten classes; seven wins. */
export const scores = [-2.1, 1.4, 3.2, 4.6, -3.5, -0.8, -6.2, 12.3, 0.2, 7.9];

/** Input and attribution of a scenario, as functions of flat indices of one sample. */
interface Scenario {
  file: string;
  /** Batch included. */
  shape: number[];
  input: (index: number, sample: number) => number;
  attribution: (index: number, sample: number) => number;
}

export const scenarios: Record<ScenarioName, Scenario> = {
  digit: { file: 'seven.png', shape: [1, 1, 28, 28], input: digitInk, attribution: digitAttribution },
  batch: {
    file: 'digits.npz#input',
    shape: [16, 1, 28, 28],
    input: (index, sample) => digitInk(index) * (1 - sample / 20),
    attribution: (index, sample) => digitAttribution(index) * (sample % 2 === 0 ? 1 : -1),
  },
  photo: {
    file: 'kite.jpg',
    shape: [1, 3, 64, 64],
    input: (index) => photo(Math.floor(index / 4096), Math.floor(index / 64) % 64, index % 64),
    attribution: (index) => kite(Math.floor(index / 64) % 64, index % 64) * (1 + Math.floor(index / 4096)),
  },
  channelsLast: {
    file: 'kite.jpg',
    shape: [1, 64, 64, 3],
    input: (index) => photo(index % 3, Math.floor(index / 192), Math.floor(index / 3) % 64),
    attribution: (index) => kite(Math.floor(index / 192), Math.floor(index / 3) % 64) * (1 + (index % 3)),
  },
  signal: { file: 'heartbeat.npy', shape: [1, 1, 512], input: heartbeat, attribution: heartbeatAttribution },
  tabular: {
    file: 'patients.csv',
    shape: [4, 12],
    input: (index, sample) => Math.sin(index * 1.7 + sample) * 3,
    attribution: (index, sample) => (index === 0 ? 0 : (index % 2 === 0 ? 1 : -1) * (index + sample) * 0.1),
  },
  volume: {
    file: 'scan.npy',
    shape: [1, 1, 24, 32, 40],
    input: (index) => Math.max(0, 1 - radius(index) / 14),
    attribution: (index) => (index % 40 < 20 ? -1 : 1) * Math.exp(-(((radius(index) - 8) / 3) ** 2)),
  },
};

/** Rows of ink of a 28 × 28 seven: a bar at the top and a stroke down to the left. */
function digitInk(index: number): number {
  const [row, column] = [Math.floor(index / 28), index % 28];
  const bar = Math.max(0, 1 - Math.abs(row - 6) / 2.2) * Number(column > 6 && column < 21);
  const along = 20 - ((row - 6) * 9) / 17;
  const stroke = row >= 6 && row < 24 ? Math.max(0, 1 - Math.abs(column - along) / 2.2) : 0;
  return Math.max(bar, stroke);
}

/** +0.2 × ink in the upper half, −0.1 × ink in the lower, exactly zero elsewhere. */
function digitAttribution(index: number): number {
  return digitInk(index) * (index < 14 * 28 ? 0.2 : -0.1);
}

function photo(channel: number, row: number, column: number): number {
  const sky = [0.35, 0.55, 0.85][channel]! + row / 200;
  const grass = [0.25, 0.5, 0.2][channel]! + 0.1 * Math.sin(column * 1.3 + row * 2.1);
  const ground = row > 44 + 3 * Math.sin(column / 9) ? grass : sky;
  const value = kiteShape(row, column) > 0 ? [0.9, 0.25, 0.2][channel]! : ground;
  return (value - 0.45) / 0.225;
}

function kiteShape(row: number, column: number): number {
  return 1 - (Math.abs(column - 36) / 12 + Math.abs(row - 22) / 16);
}

function kite(row: number, column: number): number {
  const inside = Math.max(0, kiteShape(row, column)) * 0.05;
  const wave = 0.01 * Math.sin(row * 1.9) * Math.cos(column * 2.3) * Math.exp(-Math.hypot(row - 22, column - 36) / 18);
  return inside + wave - (row > 50 ? 0.012 * Math.exp(-((column - 12) ** 2) / 60) : 0);
}

function heartbeat(index: number): number {
  const beat = (index % 128) - 50;
  return (
    1.6 * Math.exp(-((beat / 3) ** 2)) -
    0.4 * Math.exp(-(((beat - 7) / 4) ** 2)) +
    0.3 * Math.exp(-(((beat - 40) / 10) ** 2))
  );
}

function heartbeatAttribution(index: number): number {
  return 0.3 * Math.exp(-(((index - 178) / 6) ** 2)) - 0.12 * Math.exp(-(((index - 300) / 20) ** 2));
}

function radius(index: number): number {
  const [z, y, x] = [Math.floor(index / 1280), Math.floor(index / 40) % 32, index % 40];
  return Math.hypot(z - 12, y - 16, x - 20);
}

export const model: ModelDescription = {
  path: '/workspace/models/digits_cnn.onnx',
  format: 'ONNX',
  producer: 'netloupe',
  opset: 17,
  bytes: 214_000,
  inputs: [{ name: 'input', dtype: 'float32', shape: ['N', 1, 28, 28] }],
  outputs: [{ name: 'logits', dtype: 'float32', shape: ['N', 10] }],
  layers: [
    { name: 'conv1', op: 'Conv', output: 'conv1', parameters: 320 },
    { name: 'fc', op: 'Gemm', output: 'logits', parameters: 12_810 },
  ],
  parameters: 13_130,
  labels,
  metadata: {},
};

export const defaultForm: ExplainForm = {
  method: 'integrated-gradients',
  parameters: {},
  target: 'argmax',
  device: 'auto',
  seed: 0,
  preprocessing: {},
};

/** With more classes than ten, the rest are called "thing 10" and so on and score −9. */
export function setupOf(name: ScenarioName, classes = 10): ExplainSetup {
  const picture = name === 'digit' || name === 'photo';
  return {
    model: { ...model, labels: upTo(classes, labels, (index) => `thing ${index}`) },
    input: `/workspace/data/${scenarios[name].file}`,
    methods,
    devices: ['auto', 'cpu', 'webgpu'],
    form: defaultForm,
    ...(picture && {
      preprocessing: {
        guess: { resize: 'stretch', mean: [0.1307], std: [0.3081] },
        schema: {
          resize: {
            enum: ['stretch', 'crop', 'pad'],
            default: 'stretch',
            description: 'How the picture is made to fit.',
          },
          mean: { type: 'array', items: { type: 'number' }, description: 'Subtracted, one per channel.' },
          std: {
            type: 'array',
            items: { type: 'number', exclusiveMinimum: 0 },
            description: 'Divided by, one per channel.',
          },
        },
      },
    }),
  };
}

/** The answer to a form: the scenario's formula, its scores, the target the form asks for. */
export function resultOf(name: ScenarioName, form: ExplainForm, classes = 10): AttributionResult {
  const { shape, input, attribution } = scenarios[name];
  const samples = shape[0]!;
  const size = sizeOf(shape) / samples;
  const fill = (value: (index: number, sample: number) => number) =>
    float32(
      shape,
      Float32Array.from({ length: samples * size }, (_, i) => value(i % size, Math.floor(i / size))),
    );
  const target = form.target === 'argmax' ? 7 : Number.parseInt(form.target, 10);
  const row = upTo(classes, scores, () => -9);
  const sampled = form.method === 'smoothgrad';
  const gap = Array.from({ length: samples }, (_, sample) => (sampled ? 0.08 : 0.003) + sample / 10_000);
  return {
    kind: 'attribution',
    input: fill(input),
    attribution: fill(attribution),
    ...(sampled && { standardError: fill(() => 0.001) }),
    output: float32([samples, classes], Array.from({ length: samples }, () => row).flat()),
    outputIsProbability: false,
    target: { value: 'logits', indices: Array.from({ length: samples }, () => target) },
    targetOutput: Array.from({ length: samples }, () => row[target] ?? NaN),
    law: {
      name: sampled ? 'standard error' : 'completeness',
      statement:
        'Attributions should sum to the output minus the output for the baseline; the gap is relative to that.',
      gap,
      tolerance: 0.01,
      holds: !sampled,
    },
    ...(name === 'digit' && { ledger: ledger(samples) }),
    conventions: [
      'Gradients are of the class score before softmax.',
      'Gauss-Legendre nodes on [0, 1] with true weights; the baseline is 0 in the units of the model’s input.',
    ],
    provenance: {
      model: {
        path: 'models/digits_cnn.onnx',
        sha256: '5d41402abc4b2a76b9719d911017c592ae1f3a9d7a3c9f2b6f1e0d9c8b7a6f5e',
      },
      data: {
        path: `data/${scenarios[name].file}`,
        sha256: '7d793037a0760186574b0282f2f435e7c1d0a2b3f4e5d6c7b8a9f0e1d2c3b4a5',
      },
      method: form.method,
      parameters: { steps: 50, quadrature: 'gauss-legendre', baseline: 0, ...form.parameters },
      seed: form.seed,
      device: 'cpu',
      seconds: 0.124,
      started: '2026-07-28T09:30:00Z',
      versions: { netloupe: '0.1.0', 'onnxruntime-node': '1.30.0' },
    },
  };
}

function upTo<T>(length: number, first: readonly T[], rest: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => first[index] ?? rest(index));
}

/** Two layers, of which the second loses a tenth. */
function ledger(samples: number): NonNullable<AttributionResult['ledger']> {
  const all = (value: number) => Array.from({ length: samples }, () => value);
  return [
    {
      layer: 'logits',
      op: 'Gemm',
      rule: 'epsilon 0.000001',
      entered: all(1),
      left: all(0.95),
      bias: all(0.04),
      stabiliser: all(0.01),
      remainder: all(0),
    },
    {
      layer: '/conv1/Conv_output_0',
      op: 'Conv',
      rule: 'z-plus',
      entered: all(0.95),
      left: all(0.8),
      bias: all(0.05),
      stabiliser: all(0),
      remainder: all(0.1),
    },
  ];
}
