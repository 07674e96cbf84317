/** Numbers and names as a person reads them. */

/** With a space that does not break, so that a sign never starts a line. */
const percent = '\u00a0%';

/** Four significant digits, a true minus sign, powers of ten only where plain digits would mislead. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e6 ? scientific(value, digits) : String(Number(value.toPrecision(digits)));
  return text.replace(/^-/, '−');
}

function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  return `${Number(mantissa)}e${exponent.replace('+', '').replace('-', '−')}`;
}

/** A probability as per cent with one decimal, so that a column of them lines up; the very small are not spelled out. */
export function formatProbability(probability: number): string {
  if (probability > 0 && probability < 0.0005) return `< 0.1${percent}`;
  return Number.isFinite(probability) ? `${(100 * probability).toFixed(1)}${percent}` : formatNumber(probability);
}

/** A fraction as per cent with two significant digits: 0.0031 → "0.31 %". */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return formatNumber(fraction);
  const hundredths = fraction * 100;
  return `${formatNumber(hundredths, hundredths >= 99.5 ? 3 : 2)}${percent}`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return seconds < 60
    ? `${formatNumber(seconds, 3)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The last part of a path, on either kind of slash. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).pop() || path;
}

/** 1 pixel, 2 pixels. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
