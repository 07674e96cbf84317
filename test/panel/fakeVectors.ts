/**
 * The editor's side of the vectors panel: hands its questions to the test's own process, where the real arithmetic is, as slowly or badly as
 * the test wants, and writes down all it was asked.
 */
import { CancelledError } from '../../src/shared/errors';
import type { CallOptions } from '../../src/shared/requests';
import { vectorsEditor, type VectorsEditor, type VectorsSetup } from '../../src/shared/api/vectors';
import { fakePeer } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

type Message = keyof VectorsEditor;

export interface FakeVectorsOptions {
  theme: ThemeName;
  setup: VectorsSetup;
  /** Never answered, and so cancelled or left. */
  stuck: Message[];
  /** What the first request of a kind fails with. */
  failures: Partial<Record<Message, string>>;
  /** What was kept before a reload. */
  state?: unknown;
}

export interface FakeVectors {
  asked: { message: Message; request: unknown }[];
  cancelled: Message[];
  copied: string[];
  saved: { name: string; text: string; size: number }[];
  embedded: number;
}

declare global {
  interface Window {
    /** Bound by the test: answers in its own process. */
    answerVectors?: (message: string, request: unknown) => Promise<unknown>;
  }
}

const options = window.fakeOptions as unknown as FakeVectorsOptions;
const fake: FakeVectors = { asked: [], cancelled: [], copied: [], saved: [], embedded: 0 };
(window as unknown as { fakeVectors: FakeVectors }).fakeVectors = fake;
setTheme(options.theme);
if (options.state !== undefined && sessionStorage.getItem('state') === null)
  sessionStorage.setItem('state', JSON.stringify(options.state));
const failures = { ...options.failures };

fakePeer().serve(vectorsEditor, {
  ready: async () => {
    await Promise.resolve();
    fail('ready');
    return options.setup;
  },
  describe: answer('describe'),
  complete: answer('complete'),
  ask: answer('ask'),
  place: answer('place'),
  score: answer('score'),
  chooseQuestions: () => Promise.resolve('/w/questions.txt'),
  chooseNames: () =>
    Promise.resolve({ ...options.setup, source: { ...options.setup.source, names: '/w/vocabulary.txt' } }),
  embed: () => {
    fake.embedded++;
    return Promise.resolve();
  },
  copy: (text) => {
    fake.copied.push(text);
    return Promise.resolve();
  },
  save: ({ name, bytes }) => {
    const text = name.endsWith('.csv') ? new TextDecoder().decode(bytes) : String.fromCharCode(...bytes.subarray(1, 4));
    fake.saved.push({ name, text, size: bytes.length });
    return Promise.resolve(`/w/${name}`);
  },
});

function answer<M extends 'describe' | 'complete' | 'ask' | 'place' | 'score'>(message: M): VectorsEditor[M] {
  const act = async (request: unknown, { signal, onProgress }: CallOptions = {}): Promise<unknown> => {
    fake.asked.push({ message, request });
    fail(message);
    if (options.stuck.includes(message)) {
      onProgress?.({ fraction: 0.34, message: '' });
      await new Promise((resolve) => signal!.addEventListener('abort', resolve));
      fake.cancelled.push(message);
      throw new CancelledError();
    }
    // The test binds it once the page is there.
    while (!window.answerVectors) await new Promise((resolve) => setTimeout(resolve, 10));
    return window.answerVectors(message, request);
  };
  // What the test's process answers has the type of its message.
  return act as VectorsEditor[M];
}

function fail(message: Message): void {
  const failure = failures[message];
  delete failures[message];
  if (failure !== undefined) throw new Error(failure);
}
