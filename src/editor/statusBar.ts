/** The one status-bar item: the device in use, whether it is busy, and a picker for another device. */
import * as vscode from 'vscode';
import type { DeviceDescription } from '../shared/description';
import { DeviceError } from '../shared/errors';
import type { Service } from '../shared/requests';
import type { Activity } from './activity';
import { registerCommand } from './commands';
import { readSettings, writeDevice } from './settings';

export function createStatusBar(
  service: Pick<Service, 'devices'>,
  activity: Activity,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('netloupe.device', vscode.StatusBarAlignment.Right, 100);
  item.name = 'NetLoupe Device';
  item.command = 'netloupe.pickDevice';
  const update = () => {
    const device = deviceInUse(readSettings().device, activity.device);
    item.text = `$(${activity.isBusy ? 'loading~spin' : 'circuit-board'}) NetLoupe: ${shortTitle(device)}`;
    item.tooltip = activity.isBusy
      ? 'NetLoupe is computing. Click to pick the device.'
      : 'Pick the device NetLoupe computes on';
    item.accessibilityInformation = {
      label: `NetLoupe device: ${shortTitle(device)}${activity.isBusy ? ', computing' : ''}`,
    };
  };
  update();
  item.show();
  return vscode.Disposable.from(
    item,
    activity.onDidChange(update),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('netloupe.device')) update();
    }),
    registerCommand(log, 'netloupe.pickDevice', async () => {
      const picked = await pickDevice(service.devices(true), readSettings().device);
      if (picked !== undefined) await writeDevice(picked);
    }),
  );
}

/** With 'auto', the device of the last run. */
function deviceInUse(setting: string, last: string | undefined): string {
  return setting === 'auto' ? (last ?? 'auto') : setting;
}

function shortTitle(device: string): string {
  if (device === 'auto') return 'Auto';
  const titles: Record<string, string> = {
    webgpu: 'WebGPU',
    coreml: 'CoreML',
    dml: 'DirectML',
    tensorrt: 'TensorRT',
  };
  return titles[device] ?? device.toUpperCase();
}

async function pickDevice(devices: Promise<DeviceDescription[]>, current: string): Promise<string | undefined> {
  type Item = vscode.QuickPickItem & { device?: string };
  const items = devices.then((all): Item[] => {
    const missing = all.filter(({ available }) => !available);
    return [
      { label: 'Auto', description: 'the fastest that runs the model', device: 'auto' },
      ...all
        .filter(({ available }) => available)
        .map(({ id, title, note }) => ({ label: title, description: note, device: id })),
      ...(missing.length > 0 ? [{ label: 'not available here', kind: vscode.QuickPickItemKind.Separator }] : []),
      ...missing.map(({ title, note }) => ({ label: `$(circle-slash) ${title}`, description: note })),
    ].map((item: Item) => (item.device === current ? { ...item, label: `$(check) ${item.label}` } : item));
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: 'NetLoupe: Pick Device',
    placeHolder: 'Choose where NetLoupe computes',
    matchOnDescription: true,
  });
  if (picked?.device !== undefined || picked === undefined) return picked?.device;
  throw new DeviceError(
    `${picked.label.replace(/^\$\(.*?\) /, '')} is not available here: ${picked.description ?? ''}`,
  );
}
