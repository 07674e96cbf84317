/** From columns to colours: which categories get their own, what becomes of outliers, and that the line of colours is even. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { sequentialColours } from '../../../src/shared/picture/sequential';
import { colouringOf } from '../../../webview/cloud/look/colouring';
import { labelsOf } from '../../../webview/cloud/look/labels';
import { Flag, opacityOf } from '../../../webview/cloud/gl/points';
import { isOpen, looksOf } from '../../../webview/cloud/look/looks';
import { greyIndex } from '../../../webview/cloud/look/palette';

describe('colours of categories', () => {
  it('go to the ten largest; the others share grey, and so do samples without one', () => {
    const categories = Array.from({ length: 14 }, (_, i) => `class ${i}`);
    const codes = Int32Array.from([...categories.flatMap((_, code) => new Array<number>(code + 1).fill(code)), -1]);
    const { legend, colours } = colouringOf({ name: 'label', kind: 'categories', categories, codes }, codes.length);
    ok(legend.kind === 'categories');
    deepEqual(
      legend.entries.map(({ title, count }) => [title, count]),
      [...Array.from({ length: 10 }, (_, i) => [`class ${i + 4}`, i + 5]), ['4 others', 1 + 2 + 3 + 4], ['none', 1]],
    );
    equal(colours[0], greyIndex);
    equal(colours.at(-1), greyIndex);
    equal(colours.at(-2), 9);
  });

  it('name the one that is left over', () => {
    const categories = Array.from({ length: 11 }, (_, i) => `class ${i}`);
    const codes = Int32Array.from([...categories.keys(), ...categories.keys()].slice(0, 21));
    const { legend } = colouringOf({ name: '', kind: 'categories', categories, codes }, codes.length);
    ok(legend.kind === 'categories');
    equal(legend.entries.at(-1)!.title, 'class 10');
  });

  it('stand at the median of their points', () => {
    const codes = Int32Array.of(0, 0, 0, 1);
    const colouring = colouringOf({ name: '', kind: 'categories', categories: ['a', 'b'], codes }, 4);
    const labels = labelsOf(colouring, Float32Array.of(0, 0, 1, 2, 900, -900, NaN, NaN), 2);
    deepEqual(
      labels.map(({ text, place }) => [text, ...place]),
      [['a', 1, 0]],
    );
  });
});

describe('colours of numbers', () => {
  it('reach from the lowest to the highest but for the last half per cent at each end', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i);
    values[999] = 1e9;
    values[500] = NaN;
    const { legend, colours } = colouringOf({ name: '', kind: 'numbers', values }, 1000);
    ok(legend.kind === 'numbers');
    deepEqual([legend.low, legend.high, legend.missing], [4, 995, 1]);
    deepEqual([colours[0], colours[4], colours[500], colours[999]], [0, 0, greyIndex, 254]);
  });

  it('are all the lowest where all are alike, and grey where there are none', () => {
    const { colours } = colouringOf({ name: '', kind: 'numbers', values: Float32Array.of(2, 2, NaN) }, 3);
    deepEqual([...colours], [0, 0, greyIndex]);
    equal(colouringOf(undefined, 2).legend.kind, 'none');
  });

  for (const map of ['dark', 'light'] as const)
    it(`change evenly, and in lightness all the way, on ${map} grounds`, () => {
      const labs = sequentialColours(map, 60).map(toLab);
      const steps = labs.slice(1).map((lab, i) => Math.hypot(...lab.map((value, axis) => value - labs[i]![axis]!)));
      const rises = labs.slice(1).map(([lightness], i) => Math.sign(lightness! - labs[i]![0]!));
      ok(rises.every((sign) => sign === (map === 'dark' ? 1 : -1)));
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
      // Rounding to 8 bits moves a colour by up to some 0.5.
      ok(Math.max(...steps) < 1.8 * mean, `${Math.max(...steps)} against ${mean}`);
    });
});

it('looks say who is dimmed, chosen, and has no place', () => {
  const colouring = colouringOf(
    { name: '', kind: 'categories', categories: ['a', 'b'], codes: Int32Array.of(0, 1, 1, 0) },
    4,
  );
  const points = Float32Array.of(0, 0, 1, 1, 2, 2, NaN, NaN);
  const looks = looksOf({ colouring, filter: { off: new Set([1]) }, selected: [2], points, dimensions: 2 });
  deepEqual(
    [0, 1, 2, 3].map((i) => looks[2 * i + 1]),
    [Flag.receding, Flag.dimmed, Flag.chosen, Flag.hidden],
  );
  const plain = looksOf({ colouring, filter: { off: new Set([1]) }, selected: [], points, dimensions: 2 });
  deepEqual([plain[1], plain[3]], [Flag.plain, Flag.dimmed]);
  const opacities = [Flag.dimmed, Flag.receding, Flag.plain, Flag.chosen].map((flag) => opacityOf(flag, 0.8));
  deepEqual(
    opacities,
    opacities.toSorted((a, b) => a - b),
  );
  equal(new Set(opacities).size, 4);
  deepEqual(
    [0, 1, 2, 3].map((i) => isOpen(looks, i)),
    [true, false, true, false],
  );
});

/** sRGB (IEC 61966-2-1) to CIELAB under D65, the other way than the product goes. */
function toLab(rgb: readonly number[]): number[] {
  const [r, g, b] = rgb.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124 * r! + 0.3576 * g! + 0.1805 * b!) / 0.95047);
  const y = f(0.2126 * r! + 0.7152 * g! + 0.0722 * b!);
  const z = f((0.0193 * r! + 0.1192 * g! + 0.9505 * b!) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
