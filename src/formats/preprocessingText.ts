/** What became of the pixels, and who said so, as a sentence. */
import type { KnownPreprocessing, Preprocessing } from './preprocessing';

/**
 * "Preprocessing: the middle 87.5 %, 224 × 224 RGB, 0 to 1, minus 0.485, 0.456, 0.406, divided by 0.229, 0.224, 0.225 (from
 * config.json)." `corrections` are a person's.
 */
export function preprocessingText(
  settings: Preprocessing,
  known: KnownPreprocessing | undefined,
  corrections: Partial<Preprocessing> = {},
): string {
  const { width, height, channels, channelOrder, invert } = settings;
  const origin = known ? `from ${known.source}` : 'guessed from the shape of the input';
  const changed = Object.keys(corrections);
  const steps = [
    fitText(settings),
    `${width} × ${height} ${channels === 1 ? 'grey' : channelOrder}`,
    ...(invert ? ['inverted'] : []),
    ...rangeText(settings),
  ];
  return `Preprocessing: ${steps.join(', ')} (${[origin, ...(changed.length ? [`${changed.join(', ')} as set`] : [])].join('; ')}).`;
}

function fitText({ fit, cropShare }: Preprocessing): string {
  if (fit === 'stretch') return 'the whole picture';
  return cropShare < 1 ? `the middle ${round(100 * cropShare)} %` : 'cropped to proportion';
}

/** One mean and deviation for all channels only move the range; one for each is listed. */
function rangeText({ scale, mean, std }: Preprocessing): string[] {
  const range = (shift: number, divisor: number): string =>
    [0, 255].map((level) => round((level * scale - shift) / divisor)).join(' to ');
  if (mean.length === 1 && std.length === 1) return [range(mean[0]!, std[0]!)];
  const listed = (values: readonly number[]): string => values.map(round).join(', ');
  return [range(0, 1), `minus ${listed(mean)}`, `divided by ${listed(std)}`];
}

/** Without the noise of binary fractions, and with a minus sign. */
function round(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
