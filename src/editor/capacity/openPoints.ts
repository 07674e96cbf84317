/**
 * Asks for an array file, and for one of its arrays if there are several, and has the compute process read its points.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PointFile } from '../../shared/api/capacity';
import type { Service } from '../../shared/requests';
import { arrayExtensions } from '../fileTypes';
import { localPath } from '../localFile';
import { shapeText } from '../units';

/** Null if cancelled. Throws ArgumentError, FormatError for data without points. */
export async function openPoints(service: Pick<Service, 'describeFile' | 'readPoints'>): Promise<PointFile | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'An array with one row per point',
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
    placeHolder: 'Choose the array of points',
  });
  if (!picked) return null;
  return { name: `${basename(path)}#${picked.label}`, points: await service.readPoints(`${path}#${picked.label}`, {}) };
}
