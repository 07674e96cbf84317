/** A map on a line, spread out: across stays as it is, and the heights fill the density of the points. */
import assert from 'node:assert/strict';
import { random } from '../../../src/shared/random';
import { stacked } from '../../../webview/cloud/stack';

describe('a map on a line', () => {
  const { normal } = random(1);
  const points = Float32Array.from({ length: 4000 }, () => Math.max(-1, Math.min(1, 0.25 * normal())));
  points[7] = NaN;
  const { points: placed, dimensions } = stacked({ points, dimensions: 1 });
  const all = Array.from(points.keys());
  const at = (i: number): [number, number] => [placed[2 * i]!, placed[2 * i + 1]!];

  it('keeps what is across, and has no place for what has none', () => {
    assert.equal(dimensions, 2);
    for (const [i, x] of points.entries()) assert.equal(at(i)[0], x);
    assert.ok(Number.isNaN(at(7)[1]));
  });

  it('is as high as many points are there: a standard deviation from the middle, 0.61 of the middle', () => {
    const highest = (from: number, to: number): number =>
      Math.max(...all.filter((i) => points[i]! >= from && points[i]! < to).map((i) => Math.abs(at(i)[1])));
    const ratio = highest(0.235, 0.265) / highest(-0.03, 0.03);
    assert.ok(Math.abs(ratio - Math.exp(-0.5)) < 0.1, String(ratio));
  });

  it('lies as much above as below, evenly', () => {
    const middle = all.filter((i) => Math.abs(points[i]!) < 0.05).map((i) => at(i)[1]);
    const most = Math.max(...middle.map(Math.abs));
    const quarters = [0, 0, 0, 0];
    for (const y of middle) quarters[Math.min(3, Math.floor(((y / most + 1) / 2) * 4))]!++;
    for (const count of quarters) assert.ok(Math.abs(count / middle.length - 0.25) < 0.05, quarters.join());
  });

  it('of points in one place is a column, and of none is nothing', () => {
    const one = stacked({ points: new Float32Array(5), dimensions: 1 }).points;
    assert.equal(new Set(one.filter((_, i) => i % 2 === 1)).size, 5);
    assert.equal(stacked({ points: new Float32Array(), dimensions: 1 }).points.length, 0);
  });
});
