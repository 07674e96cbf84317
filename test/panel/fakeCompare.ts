/** The editor's side of the compare panel: three runs on two samples, one of another shape, one that is gone; or a chart. */
import type { CancellationToken } from 'vscode-jsonrpc/browser';
import { comparable, compareMaps } from '../../src/experiments/compare';
import {
  compareMessages,
  type CompareExport,
  type ComparedRun,
  type CompareSetup,
  type Comparison,
} from '../../src/shared/compare';
import { float32 } from '../../src/shared/tensor';
import { faithfulness } from './faithfulness';
import { fakeConnection } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

export interface FakeCompareOptions {
  theme: ThemeName;
  scenario: 'maps' | 'curves' | 'fails' | 'slow';
  /** What the evaluation does; by default it answers. */
  evaluation?: 'answers' | 'fails' | 'hangs' | 'answered before';
}

export interface FakeCompare {
  exports: CompareExport[];
  evaluationsCancelled: number;
}

const options = window.fakeOptions as unknown as FakeCompareOptions;
const fake: FakeCompare = { exports: [], evaluationsCancelled: 0 };
(window as unknown as { fakeCompare: FakeCompare }).fakeCompare = fake;
setTheme(options.theme);

const connection = fakeConnection();
connection.onRequest(compareMessages.ready, async () => {
  if (options.scenario === 'fails') throw new Error('The store of runs in /workspace cannot be read.');
  if (options.scenario === 'slow') await new Promise((resolve) => setTimeout(resolve, 1e6));
  const runs = options.scenario === 'curves' ? [chart()] : maps();
  const comparison: Comparison = {
    subject: { model: 'digits.onnx', data: 'digits.npz#x_test', target: 'winning class' },
    runs,
    ...compared(runs),
    differing: runs.length > 1 ? [{ name: 'method', values: runs.map(({ method }) => method || '–') }] : [],
  };
  return {
    comparison,
    state: { root: '/workspace', ids: runs.map(({ id }) => id) },
    evaluating: options.evaluation === 'answered before',
  } satisfies CompareSetup;
});
connection.onRequest(compareMessages.evaluate, async (_, token: CancellationToken) => {
  if (options.evaluation === 'fails')
    throw new Error('These runs differ in model; methods are ranked where model, data, target and seed are the same.');
  if (options.evaluation === 'hangs') {
    void connection.sendNotification(compareMessages.evaluating, { fraction: 0.42, message: 'Deletion' });
    await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
    fake.evaluationsCancelled++;
  }
  return faithfulness();
});
connection.onRequest(compareMessages.export, (request: CompareExport) => {
  fake.exports.push(request);
  return `/workspace/comparison.${request.kind}`;
});
connection.listen();

function compared(runs: readonly ComparedRun[]): Pick<Comparison, 'measures' | 'summed'> {
  const { maps, summed } = comparable(runs.map(({ map }) => map));
  return { measures: compareMaps(maps), summed };
}

function maps(): ComparedRun[] {
  const wave = (phase: number, size: number, scale = 1): ComparedRun['map'] =>
    float32(
      [2, 1, size, size],
      Float32Array.from(
        { length: 2 * size * size },
        (_, i) => scale * Math.sin(i / 9 + phase) * Math.cos((i % size) / 4),
      ),
    );
  const law = { name: 'completeness', statement: '', gap: [0.002, 0.4], tolerance: 0.01, holds: false };
  const run = (id: string, title: string, method: string, rest: Partial<ComparedRun>): ComparedRun => ({
    id, title, method, label: `${method} · digits.onnx`, conventions: ['Signed; nothing is scaled.'], ...rest,
  }); // prettier-ignore
  return [
    run('a', 'gradient · digits.onnx', 'gradient', { map: wave(0, 28)!, input: wave(2, 28)! }),
    run('b', 'integrated-gradients · digits.onnx', 'integrated-gradients', { map: wave(0.4, 28, 3)!, law }),
    run('c', 'A coarse map', 'grad-cam', { map: wave(1, 7)! }),
    { id: 'd', title: 'd', method: '', label: '', problem: 'The run d is not here any more; repeat it.' },
  ];
}

function chart(): ComparedRun {
  const x = Float64Array.from({ length: 20 }, (_, i) => 0.2 * (i + 1));
  const curves: NonNullable<ComparedRun['curves']> = {
    kind: 'curves',
    xLabel: 'points per input',
    yLabel: 'share of labelings',
    curves: [
      { name: 'Cover’s theorem', x, y: x.map((v) => 1 / (1 + Math.exp(6 * (v - 2)))), from: 'theory' },
      {
        name: 'perceptron',
        x: x.filter((_, i) => i % 3 === 0),
        y: x.filter((_, i) => i % 3 === 0).map((v) => 1 / (1 + Math.exp(6 * (v - 2.05)))),
        low: x.filter((_, i) => i % 3 === 0).map((v) => 1 / (1 + Math.exp(6 * (v - 1.95)))),
        high: x.filter((_, i) => i % 3 === 0).map((v) => 1 / (1 + Math.exp(6 * (v - 2.15)))),
        from: 'measurement',
      },
    ],
    conventions: ['95 % intervals by Wilson.'],
    provenance: {
      method: 'perceptron-capacity',
      parameters: {},
      seed: 0,
      device: 'cpu',
      seconds: 1,
      started: '',
      versions: {},
    },
  };
  return {
    id: 'e',
    title: 'How much one neuron can store',
    method: 'perceptron-capacity',
    label: 'perceptron-capacity',
    curves,
    conventions: curves.conventions,
  };
}
