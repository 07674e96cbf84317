/** The options for an earlier map: --start MAP.npz [--fixed], or --onto MAP.npz [--map-data DATA]. */
import type { EarlierMap } from '../embedding';
import { ArgumentError } from '../errors';
import type { Flags } from './field';

export const earlierFlags: Flags<EarlierMap> = {
  options: { start: 'string', fixed: 'boolean', onto: 'string', 'map-data': 'string' },
  write: ({ path, use, data }) => [
    ...(use === 'added' ? ['--onto', path] : ['--start', path]),
    ...(use === 'fixed' ? ['--fixed'] : []),
    ...(data === undefined ? [] : ['--map-data', data]),
  ],
  read({ start, fixed, onto, 'map-data': data }) {
    if (start && onto)
      throw new ArgumentError('--start begins with a map, --onto adds points to one; give only one of them.');
    if (fixed && !start)
      throw new ArgumentError('--fixed keeps the points of a map in place; name the map with --start.');
    if (data && !onto) throw new ArgumentError('--map-data names the data of the map given with --onto.');
    if (start) return { path: String(start), use: fixed ? 'fixed' : 'start' };
    return onto ? { path: String(onto), use: 'added', ...(data && { data: String(data) }) } : undefined;
  },
};
