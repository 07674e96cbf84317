/** Counts and shapes of a network as short text. */

/** A count with an SI prefix and three digits: 812, 1.62 k, 138 M. */
export function si(count: number): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
  let scaled = count;
  let power = 0;
  // 999.5 would be printed as 1000.
  while (scaled >= 999.5 && power < prefixes.length - 1) {
    scaled /= 1000;
    power++;
  }
  if (power === 0) return String(count);
  return `${Number(scaled.toPrecision(3))} ${prefixes[power]!}`;
}

/** Bytes with a binary prefix: 26.2 KiB. */
export function byteSize(bytes: number): string {
  const prefixes = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), prefixes.length - 1);
  const scaled = bytes / 2 ** (10 * power);
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${prefixes[power]!}`;
}

/** [N, 1, 28, 28]; "?" for unknown sizes. */
export function shapeText(shape: readonly (number | string)[] | undefined): string {
  return shape === undefined ? '[?]' : `[${shape.join(', ')}]`;
}

/** "1 parameter", "80 parameters", "1.2 M parameters". */
export function counted(count: number, noun: string): string {
  return `${si(count)} ${noun}${count === 1 ? '' : 's'}`;
}
