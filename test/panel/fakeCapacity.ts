/**
 * The editor's side of the capacity panel: hands its questions to the test's own process, where the real mathematics is, as slowly or
 * badly as the test wants, and writes down all it was asked.
 */
import type { CancellationToken } from 'vscode-jsonrpc/browser';
import { capacityMessages, type CapacitySetup, type PointFile } from '../../src/shared/capacity/panel';
import type { LongRequest, SaveRequest } from '../../src/shared/long';
import { fakeConnection } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

type Message = keyof typeof capacityMessages;

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

const connection = fakeConnection();
connection.onRequest(capacityMessages.ready, () => options.setup);
for (const message of ['count', 'separate', 'solve', 'measure'] as const)
  connection.onRequest(
    capacityMessages[message],
    ({ token, request }: LongRequest<unknown>, cancellation: CancellationToken) =>
      answer(message, request, token, cancellation),
  );
connection.onRequest(capacityMessages.openPoints, () => {
  failOnce('openPoints');
  return options.file;
});
connection.onRequest(capacityMessages.save, (request: SaveRequest) => {
  fake.saved.push(request);
  return `/workspace/${request.name}`;
});
connection.onRequest(capacityMessages.copy, (text: string) => {
  fake.copied.push(text);
  return null;
});
connection.listen();

async function answer(message: Message, request: unknown, token: number, cancellation: CancellationToken) {
  const entry = { message, request, cancelled: false, answered: false };
  fake.asked.push(entry);
  cancellation.onCancellationRequested(() => (entry.cancelled = true));
  while (!window.compute) await pause(10);
  const delay = () => options.delays[message] ?? 0;
  // Answers even when cancelled: the panel must drop what comes too late by itself.
  for (let passed = 0; passed < delay(); passed += 50) {
    void connection.sendNotification(capacityMessages.progress, { token, fraction: passed / delay(), message: '' });
    await pause(50);
  }
  if (!entry.cancelled) failOnce(message);
  const computed = await window.compute(message, request);
  entry.answered = true;
  return computed;
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
