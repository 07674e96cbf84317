/**
 * Numbers from their digits, without a string for each: a list of a million words has hundreds of millions. A
 * significand below 2^53 and a power of ten up to 10^22 are both exact in float64, so one division or product rounds as
 * JavaScript does (Clinger 1990).
 */

const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;
const LARGEST = 2 ** 53 / 10 - 1;
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** The number that the bytes from `start` to `end` spell in ASCII; undefined if they spell none. */
export function parseNumber(bytes: Buffer, start: number, end: number): number | undefined {
  const isNegative = bytes[start] === MINUS;
  let at = isNegative ? start + 1 : start;
  let significand = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === POINT && decimals < 0) decimals = 0;
    else if (byte >= ZERO && byte < ZERO + 10 && significand <= LARGEST) {
      significand = 10 * significand + (byte - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else break;
  }
  if (at < end || !digits || decimals >= POWERS.length) return parseSlowly(bytes.toString('latin1', start, end));
  const size = decimals > 0 ? significand / POWERS[decimals]! : significand;
  return isNegative ? -size : size;
}

function parseSlowly(text: string): number | undefined {
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text))
    return /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  const value = text ? Number(text) : NaN;
  return Number.isNaN(value) ? undefined : value;
}
