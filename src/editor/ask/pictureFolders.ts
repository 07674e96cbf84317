/**
 * Folders that are data sets, judged by their pictures: those with several pictures, and above them those whose
 * sub-folders are classes.
 */
import { dirname } from 'node:path';

export interface PictureFolder {
  path: string;
  /** In it or its sub-folders. */
  pictures: number;
  /** Sub-folders, if these are classes. */
  classes?: number;
}

/** `paths` are those of pictures. Folders of classes come first. */
export function pictureFolders(paths: readonly string[]): PictureFolder[] {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  const parents = new Map<string, PictureFolder & { classes: number }>();
  for (const [folder, pictures] of counts) {
    const path = dirname(folder);
    const parent = parents.get(path) ?? { path, pictures: 0, classes: 0 };
    parents.set(path, { path, pictures: parent.pictures + pictures, classes: parent.classes + 1 });
  }
  const classified = [...parents.values()].filter(({ path, classes }) => classes > 1 && !counts.has(path));
  const single = [...counts].filter(([, pictures]) => pictures > 1).map(([path, pictures]) => ({ path, pictures }));
  return [...classified, ...single];
}
