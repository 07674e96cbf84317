/** The settings of the extension, typed; package.json documents them and has their defaults. */
import * as vscode from 'vscode';

export interface Settings {
  /** 'auto' or a device id. */
  device: string;
  /** Bytes that one run of the engine may take in addition to the weights. */
  memoryBudget: number;
  /** Address of the Redis server whose workers make the runs of grids; '' for this machine only. */
  queueUrl: string;
}

export function readSettings(): Settings {
  const settings = vscode.workspace.getConfiguration('netloupe');
  return {
    device: settings.get('device', 'auto'),
    memoryBudget: settings.get('memoryBudget', 1024) * 2 ** 20,
    queueUrl: settings.get('queue.url', '').trim(),
  };
}

/** Stores the choice where it was made: in the workspace if that has its own, else for the user. */
export async function writeDevice(device: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('netloupe');
  const inWorkspace = settings.inspect('device')?.workspaceValue !== undefined;
  await settings.update(
    'device',
    device,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
