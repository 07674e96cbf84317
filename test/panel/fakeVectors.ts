/**
 * The editor's side of the vectors panel: hands its questions to the test's own process, where the real arithmetic is, as slowly or badly as
 * the test wants, and writes down all it was asked.
 */
import type { CancellationToken } from 'vscode-jsonrpc/browser';
import type { LongRequest, SaveRequest } from '../../src/shared/long';
import { vectorsMessages, type VectorsSetup } from '../../src/shared/vectors/panel';
import { fakeConnection } from './fakeHost';
import { setTheme, type ThemeName } from './themes';

type Message = keyof typeof vectorsMessages;

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
  saved: { kind: string; name: string; text: string; size: number }[];
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
const connection = fakeConnection();

for (const message of ['describe', 'complete', 'ask', 'place', 'score'] as const)
  connection.onRequest(
    vectorsMessages[message],
    async ({ token, request }: LongRequest<unknown>, cancel: CancellationToken) => {
      fake.asked.push({ message, request });
      fail(message);
      if (options.stuck.includes(message)) {
        void connection.sendNotification(vectorsMessages.progress, { token, fraction: 0.34, message: '' });
        await new Promise((resolve) => {
          cancel.onCancellationRequested(() => {
            fake.cancelled.push(message);
            resolve(undefined);
          });
        });
        throw new Error('Cancelled.');
      }
      // The test binds it once the page is there.
      while (!window.answerVectors) await new Promise((resolve) => setTimeout(resolve, 10));
      return window.answerVectors(message, request);
    },
  );
connection.onRequest(vectorsMessages.ready, () => {
  fail('ready');
  return options.setup;
});
connection.onRequest(vectorsMessages.chooseQuestions, () => '/w/questions.txt');
connection.onRequest(vectorsMessages.chooseNames, () => ({
  ...options.setup,
  source: { ...options.setup.source, names: '/w/vocabulary.txt' },
}));
connection.onRequest(vectorsMessages.embed, () => {
  fake.embedded++;
  return null;
});
connection.onRequest(vectorsMessages.copy, (text: string) => {
  fake.copied.push(text);
  return null;
});
connection.onRequest(vectorsMessages.save, ({ kind, name, bytes }: SaveRequest) => {
  const text = kind === 'csv' ? new TextDecoder().decode(bytes) : String.fromCharCode(...bytes.subarray(1, 4));
  fake.saved.push({ kind, name, text, size: bytes.length });
  return `/w/${name}`;
});
connection.listen();

function fail(message: Message): void {
  const failure = failures[message];
  delete failures[message];
  if (failure !== undefined) throw new Error(failure);
}
