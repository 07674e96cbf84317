/**
 * The rows of the Experiments view as data: what exists, not how it looks (items.ts) or where it comes from (tree.ts).
 */
import type { Group } from './arrange';
import type { ExperimentFile } from './experimentFiles';
import type { FolderRuns } from '../runs/folderRuns';
import type { RunRow } from '../runs/rows';

export interface FolderNode {
  kind: 'folder';
  runs: FolderRuns;
}

/** A heading with its runs; one object while it is shown, so that the view can refresh it alone. */
export interface GroupNode {
  kind: 'group';
  runs: FolderRuns;
  group: Group;
  /** How many of its runs are shown. */
  limit: number;
  /** For an experiment: its file, if it exists. */
  file?: ExperimentFile;
  parent?: FolderNode;
}

export interface RunNode {
  kind: 'run';
  runs: FolderRuns;
  row: RunRow;
  parent: GroupNode;
}

/** Stands for the runs that a long heading does not show yet. */
export interface MoreNode {
  kind: 'more';
  parent: GroupNode;
}

/** A sentence in the tree: an experiment file with an error, a folder that cannot be listed. */
export interface MessageNode {
  kind: 'message';
  severity: 'error' | 'info';
  message: string;
  /** Its parent; absent for the view itself. */
  parent?: GroupNode | FolderNode;
}

export type Node = FolderNode | GroupNode | RunNode | MoreNode | MessageNode;
