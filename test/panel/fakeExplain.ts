/** The editor's side of the explain panel: answers from a scenario, as slowly or badly as the test wants, and writes down all it was asked. */
import {
  explainEditor,
  explainPage,
  type ExplainExport,
  type ExplainForm,
  type ExplainSetup,
} from '../../src/shared/api/explain';
import { ArgumentError, FormatError } from '../../src/shared/errors';
import type { CallOptions, Progress } from '../../src/shared/requests';
import type { AttributionResult } from '../../src/shared/results';
import { fakePeer } from './fakeHost';
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
  /** Files beside that of the scenario, which any change of data leads to. */
  beside: { before?: string; after?: string };
  /** How long a sanity check takes. */
  checkDelay: number;
}

/** What was asked for and takes long. */
interface FakeCall {
  form: ExplainForm;
  cancelled: boolean;
  progress: (progress: Progress) => void;
}

/** What a test looks at while the page lives. */
export interface FakeExplain {
  runs: (FakeCall & { answered: boolean; answer: () => void })[];
  checks: FakeCall[];
  exports: ExplainExport[];
  /** How other data was asked for: the step, or the URI of a file. */
  data: string[];
  /** Forms for which methods were to be compared. */
  comparisons: ExplainForm[];
  options: FakeOptions;
  refresh: () => void;
  setTheme: (theme: ThemeName) => void;
}

declare global {
  interface Window {
    fakeOptions: FakeOptions;
    fake: FakeExplain;
  }
}

const options = window.fakeOptions;
/** The data that took the place of the scenario's. */
let changed: Pick<ExplainSetup, 'input' | 'beside'> | undefined;
const peer = fakePeer();
const page = peer.teller(explainPage);
const fake: FakeExplain = {
  runs: [],
  checks: [],
  exports: [],
  data: [],
  comparisons: [],
  options,
  refresh: () => page.refresh(),
  setTheme,
};
window.fake = fake;
setTheme(options.theme);

peer.serve(explainEditor, {
  ready: async () => {
    await Promise.resolve();
    if (options.openFails) throw new FormatError('digits_cnn.onnx', 'the file ends in the middle of a tensor.', 12);
    const setup = { ...setupOf(options.scenario, options.classes), beside: options.beside, ...changed };
    return options.withResult ? { ...setup, result: resultOf(options.scenario, setup.form, options.classes) } : setup;
  },
  run,
  export: (request) => {
    fake.exports.push(request);
    return Promise.resolve(
      request.kind === 'cli' ? 'netloupe attribute digits_cnn.onnx' : `/workspace/out.${request.kind}`,
    );
  },
  chooseData: () => changeData('choose', '/workspace/data/other.png'),
  stepFile: (step) => changeData(step, options.beside[step]!),
  takeFile: (uri) => changeData(uri, new URL(uri).pathname),
  unsuitable: () => Promise.resolve(unsuitable),
  compare: (form) => {
    fake.comparisons.push(form);
    return Promise.resolve();
  },
  checkSanity: async (form, call) => {
    fake.checks.push(followed(form, call));
    await new Promise((resolve) => setTimeout(resolve, options.checkDelay));
    return sanityOf(form);
  },
});

/** As the editor does: the page hears that it must ask again. */
function changeData(how: string, input: string): Promise<void> {
  fake.data.push(how);
  changed = { input, beside: {} };
  page.refresh();
  return Promise.resolve();
}

async function run(form: ExplainForm, call?: CallOptions): Promise<AttributionResult> {
  const entry = Object.assign(followed(form, call), { answered: false, answer: () => {} });
  const number = fake.runs.push(entry) - 1;
  const nth = <T>(values: T[], fallback: T) => values[Math.min(number, values.length - 1)] ?? fallback;
  // Answers even when cancelled: the panel must drop what comes too late by itself.
  await new Promise<void>((resolve) => {
    entry.answer = resolve;
    setTimeout(resolve, nth(options.delays, 0));
  });
  entry.answered = true;
  const failure = nth(options.failures, '');
  if (failure !== '') throw new ArgumentError(failure);
  return resultOf(options.scenario, form, options.classes);
}

function followed(form: ExplainForm, { signal, onProgress }: CallOptions = {}): FakeCall {
  return {
    form,
    get cancelled() {
      return signal?.aborted ?? false;
    },
    progress: (progress) => onProgress?.(progress),
  };
}
