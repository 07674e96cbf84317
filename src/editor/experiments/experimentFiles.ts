/** The experiment files of the workspace, with what the view shows of each; an unchanged file is read once. */
import { relative } from 'node:path';
import * as vscode from 'vscode';
import { readExperiment } from '../../experiments/experiment';
import { NetLoupeError } from '../../shared/errors';
import { experimentGlob } from '../fileTypes';
import { WorkspaceFiles } from '../workspaceFiles';

export interface ExperimentFile {
  uri: vscode.Uri;
  /** Relative to the workspace folder, with slashes. */
  path: string;
  name: string;
  /** How many runs it makes; absent if it cannot be read. */
  runs?: number;
  /** Why it cannot run, in one sentence. */
  problem?: string;
}

export class ExperimentFiles extends WorkspaceFiles {
  readonly #read = new Map<string, Promise<ExperimentFile>>();

  constructor() {
    super(experimentGlob);
    this.onDidChange((change) => {
      if (change.kind === 'content') this.#read.delete(change.uri.toString());
      else this.#read.clear();
    });
  }

  /** Those of one workspace folder, sorted by path. */
  async of(folder: vscode.WorkspaceFolder): Promise<ExperimentFile[]> {
    const uris = await this.list();
    const root = folder.uri.toString();
    const here = uris.filter((uri) => vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === root);
    return Promise.all(here.map((uri) => this.#file(uri, folder)));
  }

  #file(uri: vscode.Uri, folder: vscode.WorkspaceFolder): Promise<ExperimentFile> {
    const key = uri.toString();
    let file = this.#read.get(key);
    if (!file) this.#read.set(key, (file = readFile(uri, folder)));
    return file;
  }
}

export function pathIn(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  return relative(folder.uri.fsPath, uri.fsPath).replaceAll('\\', '/');
}

async function readFile(uri: vscode.Uri, folder: vscode.WorkspaceFolder): Promise<ExperimentFile> {
  const path = pathIn(folder, uri);
  const named = {
    uri,
    path,
    name: path
      .split('/')
      .at(-1)!
      .replace(/\.netloupe\.\w+$/, ''),
  };
  try {
    const { experiment, jobs } = await readExperiment(uri.fsPath, folder.uri.fsPath);
    return { ...named, name: experiment.name ?? named.name, runs: jobs.length };
  } catch (error) {
    return { ...named, problem: NetLoupeError.toData(error).message.replace(uri.fsPath, named.path) };
  }
}
