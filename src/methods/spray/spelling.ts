/** netloupe spray: each parameter is an option, the target is --labels, and --set is for the attribution method. */
import type { Spelling } from '../spelling';

const options = ['class', 'method', 'clusters', 'neighbours', 'side'] as const;

export const spraySpelling: Spelling = {
  command: 'spray',
  options,
  target: 'labels',
  write({ settings = {}, ...others }) {
    return {
      options: Object.entries(others).flatMap(([name, value]) => [`--${name}`, String(value)]),
      settings: settings as Record<string, unknown>,
    };
  },
  /** Those that are given; the method says what does not fit. */
  read(option, settings) {
    const given = options.flatMap((name): [string, unknown][] => {
      const word = option(name);
      return word ? [[name, /^-?\d+$/.test(word) ? Number(word) : word]] : [];
    });
    return { ...Object.fromEntries(given), ...(Object.keys(settings).length && { settings }) };
  },
};
