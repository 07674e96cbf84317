/** FILE and FILE#ARRAY as they are written in an experiment, beside its file, and as runs keep them, from the workspace folder. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** What is written in `file`, relative to the root with slashes; absolute where it lies outside of it. */
export function inRoot(file: string, root: string, written: string): string {
  const [path, array] = split(written);
  const full = resolve(dirname(file), path);
  const inside = relative(root, full);
  const isOutside = /^\.\.([\\/]|$)/.test(inside) || isAbsolute(inside);
  return (isOutside ? full : withSlashes(inside)) + array;
}

/** The same the other way: what to write in `file`. Absolute where it lies on another drive. */
export function besideFile(file: string, root: string, kept: string): string {
  const [path, array] = split(kept);
  const written = relative(dirname(file), resolve(root, path));
  return (isAbsolute(written) ? written : withSlashes(written)) + array;
}

/** The array's name, "#" included, is no part of the path: it may hold slashes and dots of its own. */
export function split(spec: string): [path: string, array: string] {
  const hash = spec.lastIndexOf('#');
  return hash < 0 ? [spec, ''] : [spec.slice(0, hash), spec.slice(hash)];
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
