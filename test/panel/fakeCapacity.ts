/**
 * The editor's side of the capacity panel: hands its questions to the test's own process, where the real mathematics is, as slowly or
 * badly as the test wants, and writes down all it was asked.
 */
import { capacityEditor, type CapacityEditor, type CapacitySetup, type PointFile } from '../../src/shared/api/capacity';
import type { SaveRequest } from '../../src/shared/api/save';
import type { CallOptions } from '../../src/shared/requests';
import { fakePeer } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

type Message = keyof CapacityEditor;

/** What a test sets before the page loads. */
export interface CapacityFakeOptions {
  theme: ThemeName;
  setup: CapacitySetup;
  /** Milliseconds that each answer takes beyond the computation, for as long as the test leaves them. */
  delays: Partial<Record<Message, number>>;
  /** The sentence that each message fails with, once. */
  failures: Partial<Record<Message, string>>;
  /** What the dialog for files gives. */
  file: PointFile | null;
}

export interface CapacityFake {
  asked: { message: Message; request: unknown; cancelled: boolean; answered: boolean }[];
  saved: SaveRequest[];
  copied: string[];
  options: CapacityFakeOptions;
  setTheme: (theme: ThemeName) => void;
}

declare global {
  interface Window {
    capacityFake: CapacityFake;
    /** The test's process; it comes a moment after the page. */
    compute?: (message: string, request: unknown) => Promise<unknown>;
  }
}

const options = window.fakeOptions as unknown as CapacityFakeOptions;
const fake: CapacityFake = { asked: [], saved: [], copied: [], options, setTheme };
window.capacityFake = fake;
setTheme(options.theme);

fakePeer().serve(capacityEditor, {
  ready: () => Promise.resolve(options.setup),
  count: answer('count'),
  separate: answer('separate'),
  solve: answer('solve'),
  measure: answer('measure'),
  openPoints: async () => {
    await Promise.resolve();
    failOnce('openPoints');
    return options.file;
  },
  save: (request) => {
    fake.saved.push(request);
    return Promise.resolve(`/workspace/${request.name}`);
  },
  copy: (text) => {
    fake.copied.push(text);
    return Promise.resolve();
  },
});

function answer<M extends 'count' | 'separate' | 'solve' | 'measure'>(message: M): CapacityEditor[M] {
  const act = async (request: unknown, { signal, onProgress }: CallOptions = {}): Promise<unknown> => {
    const entry = { message, request, cancelled: false, answered: false };
    fake.asked.push(entry);
    signal?.addEventListener('abort', () => (entry.cancelled = true));
    while (!window.compute) await pause(10);
    const delay = () => options.delays[message] ?? 0;
    // Answers even when cancelled: the panel must drop what comes too late by itself.
    for (let passed = 0; passed < delay(); passed += 50) {
      onProgress?.({ fraction: passed / delay(), message: '' });
      await pause(50);
    }
    if (!entry.cancelled) failOnce(message);
    const computed = await window.compute(message, request);
    entry.answered = true;
    return computed;
  };
  // What the test's process computes has the type of its message.
  return act as CapacityEditor[M];
}

function failOnce(message: Message): void {
  const failure = options.failures[message];
  if (failure === undefined) return;
  delete options.failures[message];
  throw new Error(failure);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
