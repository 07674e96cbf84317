/** Asks for an array file, and for the array in it where there are several, and has its points read by the compute process. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PointFile } from '../../shared/api/capacity';
import type { Service } from '../../shared/requests';
import { arrayExtensions } from '../fileTypes';
import { localPath } from '../localFile';
import { shapeText } from '../units';

/** Null if cancelled. Throws ArgumentError, FormatError for what holds no points. */
export async function openPoints(service: Pick<Service, 'describeFile' | 'readPoints'>): Promise<PointFile | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'An array with a row for each point',
      filters: { Arrays: [...arrayExtensions] },
      openLabel: 'Read Points',
    })) ?? [];
  if (!uri) return null;
  const path = localPath(uri);
  const { arrays } = await service.describeFile({ path, colours: 'light' });
  if (arrays.length < 2) return { name: basename(path), points: await service.readPoints(path, {}) };
  const items = arrays.map(({ name, dtype, shape }) => ({ label: name, description: `${dtype} ${shapeText(shape)}` }));
  const picked = await vscode.window.showQuickPick(items, {
    title: basename(path),
    placeHolder: 'The array of points',
  });
  if (!picked) return null;
  return { name: `${basename(path)}#${picked.label}`, points: await service.readPoints(`${path}#${picked.label}`, {}) };
}
