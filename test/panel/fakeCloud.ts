/** The editor's side of the cloud panel: clouds of any size, ready or settling, and what is asked about their samples. */
import {
  cloudEditor,
  cloudPage,
  type CloudData,
  type CloudEditor,
  type CloudExport,
  type CloudLink,
  type CloudMap,
  type SelectionRequest,
} from '../../src/shared/api/cloud';
import type { CloudForm, CloudQuestion } from '../../src/shared/cloud/question';
import type { Column } from '../../src/shared/dataset';
import type { Steer } from '../../src/shared/embedding';
import { random } from '../../src/shared/random';
import type { CloudResult } from '../../src/shared/results';
import { float32 } from '../../src/shared/tensor';
import { fakePeer } from './fakeHost';
import { mapMethods } from './mapMethods';
import { setTheme, type ThemeName } from './themes';

export interface FakeCloudOptions {
  theme: ThemeName;
  points: number;
  classes: number;
  dimensions: 1 | 2 | 3;
  /** Whether the map is there, streams in until it is told to end, or fails. */
  scenario: 'settled' | 'settles' | 'fails';
  pictures: boolean;
  model: boolean;
  noGraphics: boolean;
  /** Steps of a film, 0 for a single cloud: the same map turned, mirrored, moved and grown, and more and more of it stirred. */
  film: number;
  /** Which of them fails, and which settle only when the test says so. */
  failing: number;
  waiting: number[];
  /** Id of the data's format. */
  format: string;
  /** Names of the numbers of a sample. */
  features?: string[];
}

export interface FakeCloud {
  steered: Steer[];
  /** What was asked for, beside what the panel was opened with. */
  forms: CloudForm[];
  selections: SelectionRequest[];
  exports: CloudExport[];
  /** How often points were to be added. */
  added: number;
  /** What was told to other clouds. */
  links: CloudLink[];
  /** Another cloud tells. */
  link: (link: CloudLink) => void;
  thumbnails: number;
  result: CloudResult;
  codes: number[];
  /** The maps of a film as they come, each in axes of its own. */
  maps: Float32Array[];
  /** Lets a step settle that waits. */
  settle: (step: number) => void;
}

type Live = NonNullable<Parameters<CloudEditor['settle']>[1]>;

const options: FakeCloudOptions = {
  theme: 'dark',
  points: 2000,
  classes: 10,
  dimensions: 2,
  scenario: 'settled',
  pictures: true,
  model: true,
  noGraphics: false,
  film: 0,
  failing: -1,
  waiting: [],
  format: 'npz',
  ...(window.fakeOptions as unknown as Partial<FakeCloudOptions>),
};
const { points, classes, dimensions } = options;
const source = random(1);
const codes = Int32Array.from({ length: points }, (_, i) => i % classes);
const positions = cloud();
const fake: FakeCloud = {
  steered: [],
  forms: [],
  selections: [],
  exports: [],
  added: 0,
  links: [],
  link: (link) => peer.teller(cloudPage).link(link),
  thumbnails: 0,
  result: resultOf(positions),
  codes: [...codes],
  maps: Array.from({ length: options.film }, (_, step) => stepOf(positions, step)),
  settle: () => {},
};
(window as unknown as { fakeCloud: FakeCloud }).fakeCloud = fake;
setTheme(options.theme);
if (options.noGraphics) {
  const { getContext } = HTMLCanvasElement.prototype as { getContext: (...of: unknown[]) => unknown };
  HTMLCanvasElement.prototype.getContext = function (kind: string) {
    return kind === 'webgl2' ? null : (getContext.call(this, kind) as null);
  };
}

const names = Array.from({ length: classes }, (_, i) => (classes === 10 ? ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][i]! : `class ${i}`)); // prettier-ignore
const question = {
  input: '/workspace/digits.npz#x_train',
  ...(options.model && { model: '/workspace/digits.onnx', layer: 'embedding' }),
  method: 'tsne',
  parameters: { perplexity: 40 },
  seed: 0,
  device: 'cpu',
};

const titles = Array.from({ length: options.film }, (_, step) => `epoch-${step + 1}.onnx`);
/** Of the steps. */
const questions: CloudQuestion[] =
  options.film > 0 ? titles.map((title) => ({ ...question, model: `/workspace/${title}` })) : [question];
const { input, model, ...opened } = questions[0]!;
/** The maps of the first step, the one on show last. */
const shown: CloudForm[] = options.scenario === 'settled' ? [opened] : [];
const mapOf = (step: number, map: Pick<CloudMap, 'asked'> & Partial<CloudMap>): CloudMap => ({
  question: questions[step]!,
  title: options.model ? 'embedding of digits.onnx · digits.npz' : 'digits.npz',
  methodTitle: 't-SNE',
  commands: ['pause', 'continue', 'exaggerate', 'finish'],
  takesPoints: true,
  hasEarlier: false,
  isRunning: false,
  paused: false,
  ...map,
});
const firstMap = (asked = shown.at(-1) ?? opened, error?: CloudMap['error']): CloudMap =>
  mapOf(0, {
    question: { ...(shown.at(-1) ?? opened), input, ...(model !== undefined && { model }) },
    asked,
    hasEarlier: shown.length > 1,
    ...(shown.length > 0 && { result: resultOf(positions, shown.at(-1)), run: { root: '/workspace', id: 'run' } }),
    ...(error && { error }),
  });
/** Of a step after the first. */
const laterMap = (step: number, isThere: boolean): CloudMap =>
  mapOf(step, {
    asked: opened,
    title: `embedding of ${titles[step]!} · digits.npz`,
    ...(isThere && { result: resultOf(fake.maps[step]!), run: { root: '/workspace', id: titles[step]! } }),
  });

const data: CloudData = {
  description: {
    path: '/workspace/digits.npz', format: options.format, array: 'x_train', samples: points, shape: [784], dtype: 'float32',
    pictures: options.pictures,
    ...(options.features && { features: options.features }), conventions: [],
    columns: [{ name: 'label', kind: 'categories', label: true }, { name: 'stroke width', kind: 'numbers', label: false }],
  },
  columns: [
    { name: 'label', kind: 'categories', categories: names, codes },
    { name: 'stroke width', kind: 'numbers', values: numbers((i) => 2 + Math.sin(i) + (i === 5 ? 90 : 0)) },
  ],
}; // prettier-ignore

const peer = fakePeer();
peer.serve(cloudEditor, {
  ready: () =>
    Promise.resolve({
      steps: questions.map((question, step) => ({ question, title: titles[step] ?? 'digits.npz' })),
    }),
  map: (step) => {
    const isThere = step !== options.failing && !options.waiting.includes(step);
    return Promise.resolve(step === 0 ? firstMap() : laterMap(step, isThere));
  },
  settle: ({ step, form }, live = {}) => (step === 0 ? settleFirst(form, live) : settleLater(step)),
  back: () => {
    shown.pop();
    return Promise.resolve(firstMap());
  },
  choices: () =>
    Promise.resolve({
      methods: mapMethods,
      devices: ['auto', 'cpu', 'webgpu'],
      ...(options.model && { layers: ['conv1', 'relu3', 'embedding'].map((name) => ({ output: name, title: name })) }),
    }),
  data: () => Promise.resolve(data),
  addPoints: () => {
    fake.added++;
    return Promise.resolve();
  },
  modelColumns: (step) => Promise.resolve(modelColumnsAt(step)),
  thumbnails: ({ indices, size }) => {
    fake.thumbnails += indices.length;
    const rgba = new Uint8Array(indices.length * size * size * 4);
    indices.forEach((index, k) => draw(rgba, k, size, codes[index]!));
    return Promise.resolve({ width: size, height: size, rgba });
  },
  samples: ({ indices }) => {
    const width = options.features?.length ?? 16;
    const values = Float32Array.from({ length: width * indices.length }, (_, i) => Math.sin(i));
    return Promise.resolve(float32([indices.length, width], values));
  },
  useSelection: ({ kind, indices }) => {
    fake.selections.push({ kind, indices });
    return Promise.resolve(kind === 'explain' ? `Explaining ${indices.length} samples` : '');
  },
  export: ({ step, ...request }) => {
    fake.exports.push(request);
    return Promise.resolve(`/workspace/${step === 0 ? 'cloud' : titles[step]!}.${request.kind}`);
  },
  link: (link) => {
    fake.links.push(link);
    return Promise.resolve();
  },
});

async function settleFirst(form: CloudForm | undefined, live: Live): Promise<CloudMap> {
  if (form) fake.forms.push(form);
  const asked = form ?? opened;
  if (options.scenario === 'fails')
    return firstMap(asked, {
      kind: 'argument',
      message: 'All 100 rows of digits.npz are NaN; choose another array.',
    });
  const iterations = 750;
  const said: Steer[] = [];
  live.steering?.onSteer((command) => {
    said.push(command);
    fake.steered.push(command);
  });
  const ended = () => said.some(({ kind }) => kind === 'finish');
  // It goes on for as long as nobody ends it.
  for (let iteration = 10; !ended(); iteration = Math.min(iteration + 10, iterations)) {
    if (live.signal?.aborted) return firstMap(asked, { kind: 'cancelled', message: 'Cancelled.' });
    const grown = positions.map(
      (value, i) => (value * iteration + 300 * Math.sin(i * 7) * (1 - iteration / iterations)) / 1000,
    );
    void live.onFrame?.({
      positions: grown,
      dimensions,
      phase: iteration <= 250 ? 'early exaggeration' : 'settling',
      iteration,
      iterations,
      divergence: 4 - (2.5 * iteration) / iterations,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  shown.push(asked);
  return firstMap();
}

async function settleLater(step: number): Promise<CloudMap> {
  if (step === options.failing)
    return {
      ...laterMap(step, false),
      error: { kind: 'argument', message: `${titles[step]!} has no layer "embedding".` },
    };
  await new Promise<void>((resolve) => {
    const before = fake.settle;
    fake.settle = (asked) => (asked === step ? resolve() : before(asked));
  });
  return laterMap(step, true);
}

/** Of a model that is wrong at every 17th sample; those of later steps are wrong more often, and say no more than their prediction. */
function modelColumnsAt(step: number): Column[] {
  const isWrong = (i: number): boolean => (step === 0 ? i % 17 === 3 : i % (step + 2) === 0);
  const predicted = codes.map((code, i) => (isWrong(i) ? (code + 1) % classes : code));
  const prediction: Column = { name: 'prediction', kind: 'categories', categories: names, codes: predicted };
  if (step > 0) return [prediction];
  return [
    prediction,
    { name: 'confidence', kind: 'numbers', values: numbers((i) => 0.5 + 0.5 * Math.abs(Math.cos(i))) },
    { name: 'loss', kind: 'numbers', values: numbers((i) => (isWrong(i) ? 4 : 0.1)) },
  ];
}

function numbers(of: (index: number) => number): Float32Array {
  return Float32Array.from({ length: points }, (_, i) => of(i));
}

/** By half a turn and a mirror in axes of its own, and with more and more noise. */
function stepOf(map: Float32Array, step: number): Float32Array {
  const angle = 2 * step;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const noise = random(step);
  const stirred = map.map((value) => value + 2 * step * noise.normal());
  return stirred.map((value, i) => {
    const [x, y] = i % dimensions === 0 ? [value, stirred[i + 1]!] : [stirred[i - 1]!, value];
    if (i % dimensions > 1) return (step + 1) * value;
    return (step + 1) * (i % dimensions === 0 ? c * x - s * y : (step % 2 ? -1 : 1) * (s * x + c * y)) + 10 * step;
  });
}

/** Gaussian clusters around the corners of a wheel or a ball, as a map of classes looks; the last row has no place. */
function cloud(): Float32Array {
  const data = new Float32Array(points * dimensions);
  for (let i = 0; i < points; i++) {
    const angle = (2 * Math.PI * codes[i]!) / classes;
    const centre = [30 * Math.cos(angle), 30 * Math.sin(angle), dimensions === 3 ? 25 * Math.sin(5 * angle) : 0];
    for (let axis = 0; axis < dimensions; axis++) data[dimensions * i + axis] = centre[axis]! + 4 * source.normal();
  }
  if (points > 100) data.fill(NaN, dimensions * (points - 1));
  return data;
}

function resultOf(data: Float32Array, form?: CloudForm): CloudResult {
  const k = 10;
  return {
    kind: 'cloud',
    embedding: float32([points, dimensions], data),
    quality: { k, preservation: 0.412, trustworthiness: 0.987, continuity: 0.971, divergence: 1.482, sampled: 2000 },
    trust: Float32Array.from({ length: points }, (_, i) => (i % 11) / 10),
    neighbours: {
      k,
      indices: Int32Array.from({ length: points * k }, (_, i) => (Math.floor(i / k) + classes * ((i % k) + 1)) % points),
      distances: Float32Array.from({ length: points * k }, (_, i) => 1 + 0.3 * (i % k)),
    },
    conventions: ['Perplexity calibrated over the 120 nearest neighbours.', 'Similarities are symmetrised and sum to 1.'],
    provenance: {
      method: 'tsne', parameters: { perplexity: 40, iterations: 750, ...form?.parameters }, seed: form?.seed ?? 0, device: 'cpu', seconds: 12.3,
      started: '2026-11-21T08:00:00Z', versions: {}, data: { path: '/workspace/digits.npz', array: 'x_train', sha256: '' },
      ...(options.model && { model: { path: '/workspace/digits.onnx', sha256: '' }, layer: 'embedding' }),
    },
  }; // prettier-ignore
}

/** A stroke that turns with the class. */
function draw(rgba: Uint8Array, k: number, size: number, code: number): void {
  const angle = (Math.PI * code) / classes;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [x - size / 2, y - size / 2];
      const off = Math.abs(dx * Math.sin(angle) - dy * Math.cos(angle));
      const on = off < size / 10 && Math.hypot(dx, dy) < size * 0.42 ? 255 : 12;
      rgba.set([on, on, on, 255], 4 * ((k * size + y) * size + x));
    }
}
