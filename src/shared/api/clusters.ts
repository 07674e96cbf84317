/** What the clusters panel's page asks of the editor. */
import type { ClustersResult } from '../results';
import { room } from '../rpc';

/** The panel's state (setState): the run it shows. */
export interface ClustersState {
  /** Workspace folder. */
  root: string;
  id: string;
}

export interface ClustersSetup {
  state: ClustersState;
  title: string;
  result: ClustersResult;
  /** Class names of the model, if it has them. */
  names?: string[];
}

export interface ClustersEditor {
  ready(): Promise<ClustersSetup>;
  /** Copies rows of the data to the clipboard, comma-separated. */
  copy(rows: number[]): Promise<void>;
}

export const clustersEditor = room<ClustersEditor>('clusters');
