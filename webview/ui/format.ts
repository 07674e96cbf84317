/**
 * Numbers, times and names for people. The one place that turns numbers into text for pages: a minus is U+2212, powers
 * of ten are superscripts, thousands are grouped, always the same whatever the system's language.
 */

/** With a non-breaking space, so that a sign never starts a line. */
const percent = '\u00a0%';

/** Four significant digits, a true minus sign, powers of ten only where plain digits would mislead. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return notFinite(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  return trueMinus(size < 1e-4 || size >= 1e6 ? scientific(value, digits) : String(Number(value.toPrecision(digits))));
}

/** With a fixed number of decimals, so that columns align. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const text = value.toFixed(decimals);
  return trueMinus(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A whole number with its thousands grouped: 12,345. */
export function formatCount(count: number): string {
  return trueMinus(count.toLocaleString('en-US'));
}

/** Date and time of day, in the system's language. */
export function formatTime(time: string | number | Date): string {
  return new Date(time).toLocaleString();
}

/** 3.9 × 10⁻⁶, without the spaces. */
function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  return `${Number(mantissa)}×10${superscript(Number(exponent))}`;
}

/** ⁻¹² */
export function superscript(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
  return `${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

function trueMinus(text: string): string {
  return text.replace(/^-/, '−');
}

function notFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
}

/** A probability in per cent with one decimal, so that columns align; very small ones are shown as a bound. */
export function formatProbability(probability: number): string {
  if (probability > 0 && probability < 0.0005) return `< 0.1${percent}`;
  return `${formatFixed(100 * probability, 1)}${Number.isFinite(probability) ? percent : ''}`;
}

/**
 * A fraction in per cent with two significant digits: 0.0031 → "0.31 %"; below a hundredth of a per cent it is shown as
 * a bound.
 */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return formatNumber(fraction);
  if (fraction !== 0 && Math.abs(fraction) < 1e-4) return `< 0.01${percent}`;
  const hundredths = fraction * 100;
  return `${formatNumber(hundredths, Math.abs(hundredths) >= 99.5 ? 3 : 2)}${percent}`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return seconds < 60
    ? `${formatNumber(seconds, 3)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The last part of a path, with either kind of slash. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).pop() || path;
}

/** 1 pixel, 2 pixels, 12,345 pixels. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
