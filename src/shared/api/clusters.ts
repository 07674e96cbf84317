/** What the page of the clusters panel asks of the editor. */
import type { ClustersResult } from '../results';
import { room } from '../rpc';

/** What the panel keeps with setState: the run it shows. */
export interface ClustersState {
  /** Workspace folder. */
  root: string;
  id: string;
}

export interface ClustersSetup {
  state: ClustersState;
  title: string;
  result: ClustersResult;
  /** Names of the model's classes, where it has them. */
  names?: string[];
}

export interface ClustersEditor {
  ready(): Promise<ClustersSetup>;
  /** Rows of the data to the clipboard, joined by commas. */
  copy(rows: number[]): Promise<void>;
}

export const clustersEditor = room<ClustersEditor>('clusters');
