/** The options that name an earlier map: --start MAP.npz [--fixed], or --onto MAP.npz [--map-data DATA]. */
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
    if (start && onto) throw new ArgumentError('--start begins with a map, --onto adds to one; give one of them.');
    if (fixed && !start) throw new ArgumentError('--fixed is for the points of a map: name it with --start.');
    if (data && !onto) throw new ArgumentError('--map-data names the data of the map that --onto names.');
    if (start) return { path: String(start), use: fixed ? 'fixed' : 'start' };
    return onto ? { path: String(onto), use: 'added', ...(data && { data: String(data) }) } : undefined;
  },
};
