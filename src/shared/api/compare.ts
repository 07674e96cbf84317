/** What the page of the compare panel asks of the editor. */
import type { Comparison, Faithfulness } from '../compare';
import type { CallOptions } from '../requests';
import { room } from '../rpc';

/** What the panel keeps with setState; the editor opens it again from it. */
export interface CompareState {
  root: string;
  ids: string[];
  /** The run that says how faithful they are, where there is one. */
  evaluation?: string;
}

/** What the panel starts from. */
export interface CompareSetup {
  comparison: Comparison;
  state: CompareState;
  /** Whether an evaluation is kept, or was asked for and not given up: the page asks again, and gets the same. */
  evaluating: boolean;
}

export type CompareExport = { kind: 'png'; png: Uint8Array } | { kind: 'csv' } | { kind: 'npz' };

export interface CompareEditor {
  ready(): Promise<CompareSetup>;
  /** Joins an evaluation under way, or gives the one that is kept; it goes on when its page is closed. */
  evaluate(request: null, options?: CallOptions): Promise<Faithfulness>;
  /** Where it was saved; '' if the person cancels. */
  export(request: CompareExport): Promise<string>;
}

export const compareEditor = room<CompareEditor>('compare');
