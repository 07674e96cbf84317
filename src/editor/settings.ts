/** The settings of the extension, typed; package.json documents them and has their defaults. */
import * as vscode from 'vscode';

export interface Settings {
  /** 'auto' or a device id. */
  device: string;
  /** Bytes that one run of the engine may take beside the weights. */
  memoryBudget: number;
  /** Address of the Redis server whose workers make the runs of grids; '' for this machine alone. */
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

/** Keeps the choice where it was made: in the workspace if that has one of its own, else for the person. */
export async function writeDevice(device: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('netloupe');
  const inWorkspace = settings.inspect('device')?.workspaceValue !== undefined;
  await settings.update(
    'device',
    device,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
