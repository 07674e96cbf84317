/** Messages between the clusters panel and the editor, over vscode-jsonrpc; the panel asks. */
import type { ClustersResult } from './results';

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

export const clustersMessages = {
  /** request () → ClustersSetup */
  ready: 'clusters/ready',
  /** request (number[]): rows of the data to the clipboard, joined by commas */
  copy: 'clusters/copy',
} as const;
