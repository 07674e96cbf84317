/** The editor's side of the cloud panel: clouds of any size, ready or settling, and what is asked about their samples. */
import {
  cloudMessages,
  type CloudChoices,
  type CloudData,
  type CloudExport,
  type CloudForm,
  type CloudLink,
  type CloudSetup,
  type SelectionRequest,
} from '../../src/shared/cloud/panel';
import { stepMessage } from '../../src/shared/cloud/film';
import type { Column, Thumbnails } from '../../src/shared/dataset';
import type { Steer } from '../../src/shared/embedding';
import { random } from '../../src/shared/random';
import type { CloudResult } from '../../src/shared/results';
import { float32 } from '../../src/shared/tensor';
import type { CancellationToken } from 'vscode-jsonrpc/browser';
import { fakeConnection } from './fakeHost';
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
  link: (link) => void connection.sendNotification(cloudMessages.link, link),
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
const predicted = codes.map((code, i) => (i % 17 === 3 ? (code + 1) % classes : code));
const question = {
  input: '/workspace/digits.npz#x_train',
  ...(options.model && { model: '/workspace/digits.onnx', layer: 'embedding' }),
  method: 'tsne',
  parameters: { perplexity: 40 },
  seed: 0,
  device: 'cpu',
};

const connection = fakeConnection();
const titles = Array.from({ length: options.film }, (_, step) => `epoch-${step + 1}.onnx`);
const film = titles.map((title) => ({ title, question: { ...question, model: `/workspace/${title}` } }));
const { input, model, ...opened } = (film[0]?.question ?? question) as CloudSetup['question'];
/** The maps of this panel, the one on show last. */
const shown: CloudForm[] = options.scenario === 'settled' ? [opened] : [];
const setup = (asked = shown.at(-1) ?? opened, error?: CloudSetup['error']): CloudSetup => ({
  ...(film.length > 0 && { film }),
  question: { ...(shown.at(-1) ?? opened), input, ...(model !== undefined && { model }) },
  asked,
  title: options.model ? 'embedding of digits.onnx · digits.npz' : 'digits.npz',
  methodTitle: 't-SNE',
  hasEarlier: shown.length > 1,
  isRunning: false,
  ...(shown.length > 0 && { result: resultOf(positions, shown.at(-1)), run: { root: '/workspace', id: 'run' } }),
  ...(error && { error }),
});
connection.onRequest(cloudMessages.ready, () => setup());
connection.onRequest(cloudMessages.back, () => {
  shown.pop();
  return setup();
});
connection.onRequest(cloudMessages.choices, (): CloudChoices => ({
  methods: mapMethods,
  devices: ['auto', 'cpu', 'webgpu'],
  ...(options.model && { layers: ['conv1', 'relu3', 'embedding'].map((name) => ({ output: name, title: name })) }),
}));
connection.onRequest(cloudMessages.data, (): CloudData => ({
  description: {
    path: '/workspace/digits.npz', format: options.format, array: 'x_train', samples: points, shape: [784], dtype: 'float32',
    pictures: options.pictures, conventions: [],
    columns: [{ name: 'label', kind: 'categories', label: true }, { name: 'stroke width', kind: 'numbers', label: false }],
  },
  columns: [
    { name: 'label', kind: 'categories', categories: names, codes },
    { name: 'stroke width', kind: 'numbers', values: Float32Array.from({ length: points }, (_, i) => 2 + Math.sin(i) + (i === 5 ? 90 : 0)) },
  ],
})); // prettier-ignore
connection.onRequest(cloudMessages.addPoints, (): string => {
  fake.added++;
  return '';
});
connection.onRequest(cloudMessages.modelColumns, (): Column[] => [
  { name: 'prediction', kind: 'categories', categories: names, codes: predicted },
  {
    name: 'confidence',
    kind: 'numbers',
    values: Float32Array.from(codes, (_, i) => 0.5 + 0.5 * Math.abs(Math.cos(i))),
  },
  { name: 'loss', kind: 'numbers', values: Float32Array.from(codes, (_, i) => (i % 17 === 3 ? 4 : 0.1)) },
]);
connection.onRequest(cloudMessages.thumbnails, ({ indices, size }: { indices: number[]; size: number }): Thumbnails => {
  fake.thumbnails += indices.length;
  const rgba = new Uint8Array(indices.length * size * size * 4);
  indices.forEach((index, k) => draw(rgba, k, size, codes[index]!));
  return { width: size, height: size, rgba };
});
connection.onRequest(cloudMessages.samples, ({ indices }: { indices: number[] }) =>
  float32(
    [indices.length, 16],
    Float32Array.from({ length: 16 * indices.length }, (_, i) => Math.sin(i)),
  ),
);
connection.onRequest(cloudMessages.selection, (request: SelectionRequest) => {
  fake.selections.push(request);
  return request.kind === 'explain' ? `Explaining ${request.indices.length} samples` : '';
});
connection.onRequest(cloudMessages.export, (request: CloudExport) => {
  fake.exports.push(request);
  return `/workspace/cloud.${request.kind}`;
});
connection.onNotification(cloudMessages.link, (link: CloudLink) => void fake.links.push(link));
connection.onNotification(cloudMessages.steer, (command: Steer) => void fake.steered.push(command));
connection.onRequest(cloudMessages.settle, async (form: CloudForm | null, token: CancellationToken) => {
  if (form) fake.forms.push(form);
  const asked = form ?? opened;
  if (options.scenario === 'fails')
    return setup(asked, {
      kind: 'argument',
      message: 'All 100 rows of digits.npz are NaN; choose another array.',
    });
  const iterations = 750;
  const said = fake.steered.length;
  const ended = () => fake.steered.slice(said).some(({ kind }) => kind === 'finish');
  // It goes on for as long as nobody ends it.
  for (let iteration = 10; !ended(); iteration = Math.min(iteration + 10, iterations)) {
    if (token.isCancellationRequested) return setup(asked, { kind: 'cancelled', message: 'Cancelled.' });
    const grown = positions.map(
      (value, i) => (value * iteration + 300 * Math.sin(i * 7) * (1 - iteration / iterations)) / 1000,
    );
    await connection.sendNotification(cloudMessages.frame, {
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
  return setup();
});
film.forEach(({ question, title }, step) => {
  if (step === 0) return;
  const run = { root: '/workspace', id: title };
  const result = resultOf(fake.maps[step]!);
  const isThere = step !== options.failing && !options.waiting.includes(step);
  const name = (message: string): string => stepMessage(message, step);
  const setupOf = (outcome: Pick<CloudSetup, 'result' | 'run' | 'error'>): CloudSetup => ({
    ...{ question, asked: opened, title: `embedding of ${title} · digits.npz`, methodTitle: 't-SNE' },
    ...{ hasEarlier: false, isRunning: false, ...outcome },
  });
  connection.onRequest(name(cloudMessages.ready), () => setupOf(isThere ? { result, run } : {}));
  connection.onRequest(name(cloudMessages.settle), async () => {
    if (step === options.failing) return setupOf({ error: { kind: 'argument', message: `${title} has no layer "embedding".` } });
    await new Promise<void>((resolve) => {
      const before = fake.settle;
      fake.settle = (asked) => (asked === step ? resolve() : before(asked));
    });
    return setupOf({ result, run });
  });
  connection.onRequest(name(cloudMessages.modelColumns), (): Column[] => [
    { name: 'prediction', kind: 'categories', categories: names, codes: codes.map((code, i) => (i % (step + 2) === 0 ? (code + 1) % classes : code)) },
  ]);
  connection.onRequest(name(cloudMessages.export), (request: CloudExport) => {
    fake.exports.push(request);
    return `/workspace/${title}.${request.kind}`;
  });
}); // prettier-ignore
connection.listen();

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
