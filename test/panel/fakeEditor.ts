/** The editor's side of the explain panel: answers from a scenario, as slowly or badly as the test wants, and writes down all it was asked. */
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/browser';
import {
  explainMessages,
  type ExplainForm,
  type ExplainOutcome,
  type ExportRequest,
  type Progress,
  type SanityOutcome,
} from '../../src/shared/panel';
import { fakeConnection } from './fakeHost';
import { unsuitable } from './methods';
import { sanityOf } from './sanity';
import { resultOf, setupOf, type ScenarioName } from './scenario';
import { setTheme, type ThemeName } from './themes';

/** What a test sets before the page loads. */
export interface FakeOptions {
  theme: ThemeName;
  scenario: ScenarioName;
  /** How long each run takes if the test does not end it before; the last goes on for ever. */
  delays: number[];
  /** The sentence that each run fails with; '' for success. The last goes on for ever. */
  failures: string[];
  /** Whether the setup brings a result along, as after a reload. */
  withResult: boolean;
  openFails: boolean;
  classes: number;
  /** How long a sanity check takes. */
  checkDelay: number;
}

/** What a test looks at while the page lives. */
export interface FakeEditor {
  runs: { form: ExplainForm; cancelled: boolean; answered: boolean; answer: () => void }[];
  exports: ExportRequest[];
  /** Forms for which methods were to be compared. */
  comparisons: ExplainForm[];
  options: FakeOptions;
  progress: (progress: Progress) => void;
  checkProgress: (progress: Progress) => void;
  checksCancelled: number;
  refresh: () => void;
  setTheme: (theme: ThemeName) => void;
}

declare global {
  interface Window {
    fakeOptions: FakeOptions;
    fake: FakeEditor;
  }
}

const options = window.fakeOptions;
const connection = open();
const fake: FakeEditor = {
  runs: [],
  exports: [],
  comparisons: [],
  options,
  progress: (progress) => void connection.sendNotification(explainMessages.progress, progress),
  checkProgress: (progress) => void connection.sendNotification(explainMessages.checkProgress, progress),
  checksCancelled: 0,
  refresh: () => void connection.sendNotification(explainMessages.refresh),
  setTheme,
};
window.fake = fake;
setTheme(options.theme);

function open(): MessageConnection {
  const opened = fakeConnection();
  opened.onRequest(explainMessages.ready, () => {
    if (options.openFails) throw new Error('digits_cnn.onnx, byte 12: the file ends in the middle of a tensor.');
    const setup = setupOf(options.scenario, options.classes);
    return options.withResult ? { ...setup, result: resultOf(options.scenario, setup.form, options.classes) } : setup;
  });
  opened.onRequest(explainMessages.run, run);
  opened.onRequest(explainMessages.export, (request: ExportRequest) => {
    fake.exports.push(request);
    return request.kind === 'cli' ? 'netloupe attribute digits_cnn.onnx' : `/workspace/out.${request.kind}`;
  });
  opened.onRequest(explainMessages.unsuitable, () => unsuitable);
  opened.onRequest(explainMessages.compare, (form: ExplainForm) => {
    fake.comparisons.push(form);
    return null;
  });
  opened.onRequest(
    explainMessages.sanityCheck,
    async (form: ExplainForm, token: CancellationToken): Promise<SanityOutcome> => {
      token.onCancellationRequested(() => fake.checksCancelled++);
      await new Promise((resolve) => setTimeout(resolve, options.checkDelay));
      return { ok: true, result: sanityOf(form) };
    },
  );
  opened.listen();
  return opened;
}

async function run(form: ExplainForm, token: CancellationToken): Promise<ExplainOutcome> {
  const entry = { form, cancelled: false, answered: false, answer: () => {} };
  const number = fake.runs.push(entry) - 1;
  token.onCancellationRequested(() => (entry.cancelled = true));
  const nth = <T>(values: T[], fallback: T) => values[Math.min(number, values.length - 1)] ?? fallback;
  // Answers even when cancelled: the panel must drop what comes too late by itself.
  await new Promise<void>((resolve) => {
    entry.answer = resolve;
    setTimeout(resolve, nth(options.delays, 0));
  });
  entry.answered = true;
  const failure = nth(options.failures, '');
  if (failure !== '') return { ok: false, error: { kind: 'argument', message: failure } };
  return { ok: true, result: resultOf(options.scenario, form, options.classes) };
}
