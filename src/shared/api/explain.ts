/**
 * What the page of the explain panel asks of the editor, and what the editor tells it. The page owns the state of its form, the editor
 * owns results.
 */
import type { MethodDescription, ModelDescription, ParameterSchema } from '../description';
import type { Question } from '../question/fields';
import type { CallOptions } from '../requests';
import type { AttributionResult, SanityResult } from '../results';
import { room } from '../rpc';

/** What the form is set to; survives a reload of the window. */
export type ExplainForm = Omit<Question, 'model' | 'input'> & Required<Pick<Question, 'target' | 'preprocessing'>>;

/** Whether something stored, or passed by a script, is a form. */
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
 * What the page keeps with setState, whenever the form changes, and gets back after a reload of the window; the editor
 * opens the panel again from it. `model` and `input` are those of {@link ExplainSetup}, unchanged.
 */
export interface ExplainState {
  model: string;
  input: string;
  form: ExplainForm;
}

/** All that the page needs to draw itself before any result. */
export interface ExplainSetup {
  model: ModelDescription;
  /** "FILE" or "FILE#ARRAY" with the file's full path; the panel shows the file's name alone. */
  input: string;
  methods: MethodDescription[];
  devices: string[];
  form: ExplainForm;
  /** The editor was asked for `form` since the page kept one: it takes this one in place of its own. */
  formIsNew?: boolean;
  preprocessing?: { guess: Record<string, unknown>; schema: Record<string, ParameterSchema> };
  /** What each sample is called, where it has a name: the path of a picture in its folder, or its label. */
  samples?: string[];
  /** The column that says which class each sample has, where the data has one: what the target "label" is about. */
  label?: string;
  /** A result that is already there, e.g. after a reload. */
  result?: AttributionResult;
  /** Whether its map reacts to the weights, if that is known already. */
  check?: SanityResult;
}

export type ExplainExport =
  | { kind: 'npz' }
  /** `png` is the picture as the panel shows it. */
  | { kind: 'png'; png: Uint8Array }
  | { kind: 'cli'; form: ExplainForm };

export interface ExplainEditor {
  ready(): Promise<ExplainSetup>;
  /** Joins a run of the same form under way and replaces any other; it goes on when its page is closed. */
  run(form: ExplainForm, options?: CallOptions): Promise<AttributionResult>;
  /** Of the methods that cannot explain what the form asks about, why: by id. */
  unsuitable(form: ExplainForm): Promise<Record<string, string>>;
  /** Whether the map reacts to the weights. Ends with its page. */
  checkSanity(form: ExplainForm, options?: CallOptions): Promise<SanityResult>;
  /** Lets the person choose methods, and compares them on what the form asks about. */
  compare(form: ExplainForm): Promise<void>;
  /** Where it was saved, or the command line that was copied; '' if the person cancels. */
  export(request: ExplainExport): Promise<string>;
}

export const explainEditor = room<ExplainEditor>('explain');

export interface ExplainPage {
  /**
   * The files changed, or the editor was asked for another explanation of the same pair. The page takes the form, if one comes, in
   * place of its own, and asks again for what it shows.
   */
  refresh(form?: ExplainForm): void;
}

export const explainPage = room<ExplainPage>('explainPage');
