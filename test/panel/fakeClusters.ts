/** The editor's side of the clusters panel: two classes of bars; some pictures of the second have a mark that the network looks at. */
import { clustersEditor, type ClustersSetup } from '../../src/shared/api/clusters';
import { random } from '../../src/shared/random';
import type { ClassClusters, Cluster } from '../../src/shared/results';
import { float32 } from '../../src/shared/tensor';
import { fakePeer } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

export interface FakeClustersOptions {
  theme: ThemeName;
  scenario: 'mark' | 'table' | 'fails' | 'slow';
}

export interface FakeClusters {
  copied: number[][];
}

const SIDE = 14;
const PIXELS = SIDE * SIDE;

const options = window.fakeOptions as unknown as FakeClustersOptions;
const fake: FakeClusters = { copied: [] };
(window as unknown as { fakeClusters: FakeClusters }).fakeClusters = fake;
setTheme(options.theme);
const draw = random(1);

fakePeer().serve(clustersEditor, {
  ready: async () => {
    if (options.scenario === 'fails') throw new Error('The run is damaged; repeat it.');
    if (options.scenario === 'slow') await new Promise((resolve) => setTimeout(resolve, 1e6));
    return setup(options.scenario === 'table' ? [table()] : [bars(0, 40, 0), bars(1, 120, 60)]);
  },
  copy: (rows) => {
    fake.copied.push(rows);
    return Promise.resolve();
  },
});

function setup(classes: ClassClusters[]): ClustersSetup {
  return {
    state: { root: '/workspace', id: 'run' },
    title: 'spray · bars.npz · bars.onnx',
    names: ['level', 'upright'],
    result: {
      kind: 'clusters',
      value: 'logits',
      classes,
      conventions: ['suspicion = isolation × difference × focus.'],
      provenance: {
        ...{ method: 'spray', parameters: {}, seed: 0, device: 'cpu', seconds: 1, started: '', versions: {} },
        model: { path: 'bars.onnx', sha256: '' },
        data: { path: 'bars.npz', sha256: '' },
      },
    },
  };
}

/** The first `marked` samples have a mark in the corner. */
function bars(index: number, count: number, marked: number): ClassClusters {
  const pictures = new Uint8Array(count * PIXELS);
  const maps = new Float32Array(count * PIXELS);
  for (let i = 0; i < count; i++) {
    const at = 3 + Math.floor(8 * draw.uniform());
    for (let k = 2; k < SIDE - 2; k++) {
      const place = i * PIXELS + (index ? k * SIDE + at : at * SIDE + k);
      pictures[place] = 200;
      maps[place] = i < marked ? -0.1 : 0.5 + 0.5 * draw.uniform();
    }
    if (i >= marked) continue;
    for (const place of [0, 1, SIDE, SIDE + 1]) {
      pictures[i * PIXELS + place] = 255;
      maps[i * PIXELS + place] = 1;
    }
  }
  const labels = Int32Array.from({ length: count }, (_, i) => Number(marked > 0 && i >= marked));
  const clusters = Array.from({ length: marked ? 2 : 1 }, (_, c): Cluster => {
    const samples = [...labels.keys()].filter((i) => labels[i] === c);
    const mean = new Float32Array(PIXELS);
    for (const i of samples) for (let p = 0; p < PIXELS; p++) mean[p]! += maps[i * PIXELS + p]! / samples.length;
    const suspicious = marked > 0 && c === 0;
    const statistics = suspicious
      ? { isolation: 1, difference: 0.77, focus: 0.94, suspicion: 0.72, reliance: 0.98 }
      : { isolation: 0.9, difference: 0.3, focus: 0, suspicion: 0 };
    const meanMap = float32([SIDE, SIDE], mean);
    return {
      samples: samples.map((i) => 10 * i + index),
      share: samples.length / count,
      ...statistics,
      suspicious,
      meanMap,
    };
  });
  return {
    index,
    samples: Int32Array.from({ length: count }, (_, i) => 10 * i + index),
    eigenvalues: Float64Array.of(0, 0, 0.211, 0.3),
    eigengap: 0.211,
    clusters,
    clusterOf: labels,
    embedding: float32(
      [count, 2],
      Array.from({ length: 2 * count }, (_, i) => 5 * labels[i >> 1]! + draw.normal()),
    ),
    maps: float32([count, SIDE, SIDE], maps),
    pictures: { dtype: 'uint8', shape: [count, SIDE, SIDE, 1], data: pictures },
  };
}

/** Rows of six numbers, without pictures. */
function table(): ClassClusters {
  const { pictures: _none, ...rest } = bars(0, 12, 0);
  const meanMap = float32([6], [0.5, -0.2, 0, 0.1, 0.8, -0.6]);
  const maps = float32(
    [12, 6],
    Array.from({ length: 72 }, () => draw.normal()),
  );
  return { ...rest, maps, clusters: [{ ...rest.clusters[0]!, meanMap }] };
}
