/**
 * Which inputs, with which weights, make an output of Resize along one axis: the coordinate rules of the ONNX operator.
 */

export interface Resizing {
  /** Sizes along the axis. */
  input: number;
  output: number;
  scale: number;
  /** Region of interest, as fractions of the axis (only for tf_crop_and_resize). */
  start: number;
  end: number;
  mode: Mode;
}

interface Mode {
  /** nearest, linear or cubic. */
  kind: string;
  coordinates: string;
  nearest: string;
  /** Cubic coefficient a, usually -0.75 or -0.5. */
  cubic: number;
  /** Cubic taps outside the input get no weight, and the others are rescaled to sum to 1. */
  excludeOutside: boolean;
}

interface Term {
  from: number;
  weight: number;
}

/** For each output its terms; none if it is the extrapolation value. */
export function interpolation(resizing: Resizing): Term[][] {
  const { input, output, mode } = resizing;
  return Array.from({ length: output }, (_, o) => {
    const at = coordinate(o, resizing);
    if (mode.coordinates === 'tf_crop_and_resize' && (at < 0 || at > input - 1)) return [];
    return terms(at, mode, input).map(({ from, weight }) => ({ from: Math.min(Math.max(from, 0), input - 1), weight }));
  });
}

/** Position of output o on the input's axis. */
function coordinate(o: number, { input, output, scale, start, end, mode }: Resizing): number {
  switch (mode.coordinates) {
    case 'asymmetric':
      return o / scale;
    case 'pytorch_half_pixel':
      return output > 1 ? (o + 0.5) / scale - 0.5 : 0;
    case 'align_corners':
      return output > 1 ? (o * (input - 1)) / (output - 1) : 0;
    case 'half_pixel_symmetric': {
      const adjustment = output / (scale * input);
      return (input / 2) * (1 - adjustment) + (o + 0.5) / scale - 0.5;
    }
    case 'tf_crop_and_resize':
      if (output === 1) return 0.5 * (start + end) * (input - 1);
      return start * (input - 1) + (o * (end - start) * (input - 1)) / (output - 1);
    default:
      return (o + 0.5) / scale - 0.5;
  }
}

function terms(at: number, mode: Mode, input: number): Term[] {
  const base = Math.floor(at);
  const fraction = at - base;
  if (mode.kind === 'nearest') return [{ from: nearest(at, mode.nearest), weight: 1 }];
  if (mode.kind === 'linear') {
    return [
      { from: base, weight: 1 - fraction },
      { from: base + 1, weight: fraction },
    ];
  }
  const taps = [-1, 0, 1, 2].map((i) => ({ from: base + i, weight: cubic(Math.abs(fraction - i), mode.cubic) }));
  if (!mode.excludeOutside) return taps;
  const inside = taps.filter(({ from }) => from >= 0 && from < input);
  const total = inside.reduce((sum, { weight }) => sum + weight, 0);
  return inside.map(({ from, weight }) => ({ from, weight: weight / total }));
}

function nearest(at: number, mode: string): number {
  switch (mode) {
    case 'floor':
      return Math.floor(at);
    case 'ceil':
      return Math.ceil(at);
    case 'round_prefer_ceil':
      return Math.floor(at + 0.5);
    default:
      return Math.ceil(at - 0.5);
  }
}

/** Keys' cubic convolution kernel at a distance in [0, 2] (R. Keys 1981, eq. 4, with a free coefficient). */
function cubic(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return a * (((distance - 5) * distance + 8) * distance - 4);
}
