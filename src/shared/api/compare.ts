/** What the compare panel's page asks of the editor. */
import type { Comparison, Faithfulness } from '../compare';
import type { CallOptions } from '../requests';
import { room } from '../rpc';

/** The panel's state (setState), from which the editor reopens it. */
export interface CompareState {
  root: string;
  ids: string[];
  /** The run with their faithfulness, if there is one. */
  evaluation?: string;
}

/** What the page starts from. */
export interface CompareSetup {
  comparison: Comparison;
  state: CompareState;
  /** Whether an evaluation is stored or in progress; the page then asks for it. */
  evaluating: boolean;
}

export type CompareExport = { kind: 'png'; png: Uint8Array } | { kind: 'csv' } | { kind: 'npz' };

export interface CompareEditor {
  ready(): Promise<CompareSetup>;
  /** Joins a running evaluation or returns the stored one; it goes on when its page closes. */
  evaluate(request: null, options?: CallOptions): Promise<Faithfulness>;
  /** Where it was saved; '' if the user cancels. */
  export(request: CompareExport): Promise<string>;
}

export const compareEditor = room<CompareEditor>('compare');
