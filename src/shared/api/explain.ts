/**
 * What the page of the explain panel asks of the editor, and what the editor tells it. The page owns the state of its form, the editor
 * owns results.
 */
import type { MethodDescription, ModelDescription, ParameterSchema } from '../description';
import type { Question } from '../question/fields';
import type { CallOptions } from '../requests';
import type { AttributionResult, SanityResult } from '../results';
import { room } from '../rpc';

/** The settings of the form; survives a reload of the window. */
export type ExplainForm = Omit<Question, 'model' | 'input'> & Required<Pick<Question, 'target' | 'preprocessing'>>;

/** Whether a value from storage or from a script is a form. */
export function isExplainForm(value: unknown): value is ExplainForm {
  return (
    isRecord(value) &&
    typeof value['method'] === 'string' &&
    typeof value['target'] === 'string' &&
    typeof value['device'] === 'string' &&
    Number.isInteger(value['seed']) &&
    isRecord(value['parameters']) &&
    isRecord(value['preprocessing'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What the page stores with setState whenever the form changes; after a reload of the window the editor reopens the
 * panel from it. `model` and `input` are those of {@link ExplainSetup}, unchanged.
 */
export interface ExplainState {
  model: string;
  input: string;
  form: ExplainForm;
}

/** All that the page needs to draw itself before any result. */
export interface ExplainSetup {
  model: ModelDescription;
  /** "FILE" or "FILE#ARRAY" with the file's full path; the panel shows only the file's name. */
  input: string;
  methods: MethodDescription[];
  devices: string[];
  form: ExplainForm;
  /** The editor received `form` after the page stored one: it replaces the page's own. */
  formIsNew?: boolean;
  preprocessing?: { guess: Record<string, unknown>; schema: Record<string, ParameterSchema> };
  /** The data files before and after this one in its folder, given as `input` is. */
  beside?: { before?: string; after?: string };
  /** Names of the samples, if they have any: a picture's path in its folder, or a label. */
  samples?: string[];
  /** The column with each sample's class, if the data has one: the meaning of the target "label". */
  label?: string;
  /** An existing result, e.g. after a reload. */
  result?: AttributionResult;
  /** Whether its map reacts to the weights, if known. */
  check?: SanityResult;
}

export type ExplainExport =
  | { kind: 'npz' }
  /** `png` is the picture as the panel shows it. */
  | { kind: 'png'; png: Uint8Array }
  | { kind: 'cli'; form: ExplainForm };

export interface ExplainEditor {
  ready(): Promise<ExplainSetup>;
  /** Joins a running explanation of the same form and replaces any other; it goes on when its page closes. */
  run(form: ExplainForm, options?: CallOptions): Promise<AttributionResult>;
  /** The methods that cannot explain what the form asks about, with the reason, by id. */
  unsuitable(form: ExplainForm): Promise<Record<string, string>>;
  /** Whether the map reacts to the weights. Ends with its page. */
  checkSanity(form: ExplainForm, options?: CallOptions): Promise<SanityResult>;
  /** Lets the person choose other data for the model; like the two below, it has the page refresh itself with that. */
  chooseData(): Promise<void>;
  /** The data file before or after this one, where there is one. */
  stepFile(step: 'before' | 'after'): Promise<void>;
  /** A file that was dropped on the page, by its URI. */
  takeFile(uri: string): Promise<void>;
  /** Lets the user choose methods, and compares them on what the form asks about. */
  compare(form: ExplainForm): Promise<void>;
  /** Where it was saved, or the command line that was copied; '' if the user cancels. */
  export(request: ExplainExport): Promise<string>;
}

export const explainEditor = room<ExplainEditor>('explain');

export interface ExplainPage {
  /**
   * The files changed, other data took the place of the old, or the editor was asked for another explanation. The page takes the form, if
   * one comes, in place of its own, and asks again for what it shows.
   */
  refresh(form?: ExplainForm): void;
}

export const explainPage = room<ExplainPage>('explainPage');
