/**
 * Messages between the explain panel and the editor, over vscode-jsonrpc in both directions. The panel asks; the editor pushes
 * only progress and hints. The panel owns the state of its form, the editor owns results.
 */
import type { MethodDescription, ModelDescription, ParameterSchema } from './description';
import type { ErrorData } from './errors';
import type { Question } from './question/fields';
import type { Progress } from './requests';
import type { SanityResult } from './results';
import type { AttributionResult } from './results';

/** What the form is set to; survives a reload of the window. */
export type ExplainForm = Omit<Question, 'model' | 'input'> & Required<Pick<Question, 'target' | 'preprocessing'>>;

/**
 * What the panel keeps with setState, whenever the form changes, and gets back after a reload of the window; the editor
 * opens the panel again from it. `model` and `input` are those of {@link ExplainSetup}, unchanged.
 */
export interface ExplainState {
  model: string;
  input: string;
  form: ExplainForm;
}

/** Answer to `explain/ready`: all the panel needs to draw itself before any result. */
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

export type ExplainOutcome = { ok: true; result: AttributionResult } | { ok: false; error: ErrorData };

export type SanityOutcome = { ok: true; result: SanityResult } | { ok: false; error: ErrorData };

/** Method names of the wire. panel → editor: requests; editor → panel: notifications. */
export const explainMessages = {
  /** request () → ExplainSetup */
  ready: 'explain/ready',
  /** request (ExplainForm) → ExplainOutcome; cancellable through the protocol's own cancellation. */
  run: 'explain/run',
  /** request (ExportRequest) → string: where it was saved, the command line that was copied, or '' if cancelled. */
  export: 'explain/export',
  /** request (ExplainForm) → Record<string, string>: of the methods that cannot explain what the form asks about, why. */
  unsuitable: 'explain/unsuitable',
  /** request (ExplainForm) → null: has the person choose methods to be compared on what the form asks about, and compares them. */
  compare: 'explain/compare',
  /** request (ExplainForm) → SanityOutcome: whether the map reacts to the weights; cancellable. */
  sanityCheck: 'explain/sanityCheck',
  /** notification (Progress) of the sanity check */
  checkProgress: 'explain/checkProgress',
  /** notification (Progress) */
  progress: 'explain/progress',
  /**
   * notification (ExplainForm?) : the files changed, or the editor was asked for another explanation of the same pair. The
   * panel takes the form, if one comes, in place of its own, and asks again for what it shows.
   */
  refresh: 'explain/refresh',
} as const;

export type ExportRequest =
  | { kind: 'npz' }
  /** `png` is the picture as the panel shows it. */
  | { kind: 'png'; png: Uint8Array }
  | { kind: 'cli'; form: ExplainForm };

export type { Progress };
