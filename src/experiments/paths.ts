/**
 * FILE and FILE#ARRAY as an experiment writes them, relative to its file, and as runs store them, relative to the
 * workspace folder.
 */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** The path written in `file`, relative to the root with slashes; absolute outside it. */
export function inRoot(file: string, root: string, written: string): string {
  const [path, array] = split(written);
  const full = resolve(dirname(file), path);
  const inside = relative(root, full);
  const isOutside = /^\.\.([\\/]|$)/.test(inside) || isAbsolute(inside);
  return (isOutside ? full : withSlashes(inside)) + array;
}

/** The inverse: what to write in `file`. Absolute on another drive. */
export function besideFile(file: string, root: string, kept: string): string {
  const [path, array] = split(kept);
  const written = relative(dirname(file), resolve(root, path));
  return (isAbsolute(written) ? written : withSlashes(written)) + array;
}

/** The array's name, including "#", is not part of the path: it may contain slashes and dots. */
export function split(spec: string): [path: string, array: string] {
  const hash = spec.lastIndexOf('#');
  return hash < 0 ? [spec, ''] : [spec.slice(0, hash), spec.slice(hash)];
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
