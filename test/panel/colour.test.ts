/** The diverging colours and what is painted with them. Truth: published CIELAB values, and luminance computed another way. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { colourOf, coloursOver, divergingMaps, labToSrgb, type Rgb } from '../../src/shared/picture/diverging';
import { paintCover, paintHeat, paintInput, withoutColour } from '../../webview/picture/paint';
import { sampleNumbers } from '../../webview/explain/numbers/sample';
import { layoutOf } from '../../src/shared/picture/layout';
import { defaultForm, resultOf } from './scenario';
import { ticksOf } from '../../webview/explain/views/legendTicks';
import { symmetricLimit, ticks } from '../../src/shared/picture/scale';
import { rangeOf } from '../../src/shared/range';

// CIELAB (D65, 2°) of the sRGB primaries and greys, as tabulated for IEC 61966-2-1.
const published: [[number, number, number], Rgb][] = [
  [
    [53.24, 80.09, 67.2],
    [255, 0, 0],
  ],
  [
    [87.73, -86.18, 83.18],
    [0, 255, 0],
  ],
  [
    [32.3, 79.19, -107.86],
    [0, 0, 255],
  ],
  [
    [100, 0, 0],
    [255, 255, 255],
  ],
  [
    [53.59, 0, 0],
    [128, 128, 128],
  ],
  [
    [0, 0, 0],
    [0, 0, 0],
  ],
];

describe('diverging colours', () => {
  for (const [lab, rgb] of published)
    it(`turns CIELAB ${lab.join(', ')} into sRGB ${rgb.join(', ')}`, () => {
      for (const [index, value] of labToSrgb(lab).entries()) ok(Math.abs(value - rgb[index]!) <= 1);
    });

  for (const map of Object.values(divergingMaps)) {
    it(`${map.title}: zero is exactly neutral, negative is blue, positive is red`, () => {
      const [red, green, blue] = colourOf(map, 0, 1)!;
      ok(red === green && green === blue, `${red}, ${green}, ${blue} is grey`);
      const negative = colourOf(map, -1, 1)!;
      const positive = colourOf(map, 1, 1)!;
      ok(negative[2] > negative[0] + 100 && positive[0] > positive[2] + 100);
    });

    it(`${map.title}: lightness depends on the size of a value alone, and changes with every step`, () => {
      const lightnesses = map.colours.map(lightness);
      const middle = (lightnesses.length - 1) / 2;
      for (let step = 1; step <= middle; step++) {
        const [negative, positive] = [lightnesses[middle - step]!, lightnesses[middle + step]!];
        // Rounding to 8 bits is worth up to 0.4 of L*.
        ok(Math.abs(negative - positive) < 1, `step ${step}: ${negative} and ${positive}`);
      }
      const ends = Math.abs(lightnesses[middle]! - lightnesses[0]!);
      ok(ends > 50, `${ends} apart`);
    });
  }

  it('clips beyond the limits, and has no colour for NaN', () => {
    const map = divergingMaps.light;
    deepEqual(colourOf(map, 7, 1), map.colours.at(-1));
    deepEqual(colourOf(map, -Infinity, 1), map.colours[0]);
    equal(colourOf(map, NaN, 1), undefined);
  });
});

describe('painting', () => {
  const plane = { width: 4, height: 1, values: Float32Array.of(0, 2, -2, NaN) };
  const map = divergingMaps.light;
  const [first, last] = [map.colours[0]!, map.colours.at(-1)!];

  it('paints zero neutral, the limits as ends, NaN clear', () => {
    deepEqual([...paintHeat(plane, 2, map)], [246, 246, 246, 255, ...last, 255, ...first, 255, 0, 0, 0, 0]);
  });

  it('covers by strength: zero not at all, the limits up to the opacity', () => {
    const alphas = [...paintCover(plane, 2, map, 0.5)].filter((_, index) => index % 4 === 3);
    deepEqual(alphas, [0, 128, 128, 0]);
  });

  it('scales inputs from black to white, and a constant to mid-grey', () => {
    const grey = { width: 3, height: 1, values: Float32Array.of(-1, 0, 1) };
    deepEqual(
      [...paintInput([grey], [-1, 1])].filter((_, index) => index % 4 === 0),
      [0, 128, 255],
    );
    deepEqual([...paintInput([grey, grey, grey], [0, 0])].slice(0, 4), [128, 128, 128, 255]);
  });

  it('takes away colour with the weights of Rec. 709', () => {
    deepEqual([...withoutColour(Uint8ClampedArray.of(255, 0, 0, 255))], [54, 54, 54, 255]);
    deepEqual([...withoutColour(Uint8ClampedArray.of(0, 255, 0, 9))], [182, 182, 182, 9]);
  });
});

describe('limits', () => {
  const thousand = Float32Array.from({ length: 1000 }, (_, index) => (index % 2 ? -1 : 1) * (index + 1));
  const cases: [string, Float32Array, 'percentile' | 'maximum', number, number][] = [
    ['the maximum of |a|', thousand, 'maximum', 1000, 0],
    ['the nearest-rank percentile of |a|', thousand, 'percentile', 995, 5],
    ['all zero', new Float32Array(9), 'percentile', 1, 0],
    [
      'nearly all zero: the maximum',
      Float32Array.from({ length: 1000 }, (_, i) => Number(i === 3)),
      'percentile',
      1,
      0,
    ],
    ['NaN and infinity left out', Float32Array.of(NaN, -3, Infinity), 'maximum', 3, 0],
    ['nothing', new Float32Array(0), 'maximum', 1, 0],
  ];
  for (const [name, values, rule, limit, beyond] of cases)
    it(name, () => deepEqual(symmetricLimit(values, rule), { limit, beyond }));

  it('finds ranges, without what is not finite', () => {
    deepEqual(rangeOf(Float32Array.of(3, NaN, -1), Float32Array.of(5, -Infinity)), [-1, 5]);
    deepEqual(rangeOf(new Float32Array(0)), [0, 0]);
  });

  it('puts ticks on round numbers', () => {
    deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    deepEqual(ticks(-0.37, 1.62, 4), [0, 0.5, 1, 1.5]);
    deepEqual(ticks(0, 511, 6), [0, 100, 200, 300, 400, 500]);
    deepEqual(ticks(2, 2, 4), [2]);
  });

  it('labels halves of a bar where all have room, and what the numbers take', () => {
    const texts = (limit: number, span: [-1 | 0, 0 | 1], width: number) =>
      ticksOf({ limit, span }, width).map(({ text }) => text);
    deepEqual(texts(0.2, [-1, 1], 400), ['−0.2', '−0.1', '0', '+0.1', '+0.2']);
    deepEqual(texts(3.87e-6, [-1, 1], 200), ['−3.87×10⁻⁶', '0', '+3.87×10⁻⁶']);
    deepEqual(texts(3.87e-6, [0, 1], 200), ['0', '1.94×10⁻⁶', '3.87×10⁻⁶']);
    deepEqual(texts(2, [-1, 0], 400), ['−2', '−1', '0']);
  });

  it('of a map without negative values the bar has the positive colours alone', () => {
    const map = divergingMaps.light;
    deepEqual(coloursOver(map, [0, 1]), map.colours.slice(255));
    deepEqual(coloursOver(map, [-1, 0]), map.colours.slice(0, 256));
    deepEqual(coloursOver(map, [-1, 1]), map.colours);
    const result = resultOf('digit', defaultForm);
    const spanOf = (change: (value: number) => number) => {
      const attribution = { ...result.attribution, data: result.attribution.data.map(change) };
      return sampleNumbers({ ...result, attribution }, layoutOf(attribution.shape), 0, 'sum', 'percentile').span;
    };
    deepEqual(
      spanOf((value) => value),
      [-1, 1],
    );
    deepEqual(spanOf(Math.abs), [0, 1]);
    deepEqual(
      spanOf((value) => -Math.abs(value)),
      [-1, 0],
    );
    deepEqual(
      spanOf(() => 0),
      [-1, 1],
    );
  });
});

/** CIE L* of an sRGB colour through relative luminance. */
function lightness(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}
