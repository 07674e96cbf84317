/** Counts and shapes as the Models view prints them. */
import assert from 'node:assert/strict';
import { byteSize, counted, shapeText, si } from '../../../src/editor/units';

describe('units', () => {
  const counts: [number, string][] = [
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1 k'],
    [1500, '1.5 k'],
    [1624, '1.62 k'],
    [99_950, '100 k'],
    [999_499, '999 k'],
    [999_500, '1 M'],
    [138_357_544, '138 M'],
    [15_470_264_320, '15.5 G'],
    [1e18, '1000 P'],
  ];
  for (const [count, text] of counts) it(`${count} is ${text}`, () => assert.equal(si(count), text));

  const sizes: [number, string][] = [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [26_196, '25.6 KiB'],
    [553_438_328, '528 MiB'],
  ];
  for (const [bytes, text] of sizes) it(`${bytes} bytes are ${text}`, () => assert.equal(byteSize(bytes), text));

  it('shapes keep the names of symbolic sizes', () => {
    assert.equal(shapeText(['N', 1, 28, 28]), '[N, 1, 28, 28]');
    assert.equal(shapeText([]), '[]');
    assert.equal(shapeText(undefined), '[?]');
  });

  it('one is singular', () => {
    assert.equal(counted(1, 'parameter'), '1 parameter');
    assert.equal(counted(0, 'parameter'), '0 parameters');
    assert.equal(counted(2345, 'parameter'), '2.35 k parameters');
  });
});
