/** Positions of a unit in a layer, as typed by a person. */
import assert from 'node:assert/strict';
import { checkIndex, layerTitle, middleIndex, unitShape, unitTarget } from '../../../src/editor/unit';

describe('unit of a layer', () => {
  const maps = [8, 26, 26];
  const good: [string, (number | string)[] | undefined][] = [
    ['0', [10]],
    ['9', [10]],
    ['0,0,0', maps],
    [' 7, 25 ,25', maps],
    ['5407', maps],
    ['3', ['length']],
    ['12345', undefined],
    ['1,2', undefined],
    ['4,99', [8, 'width']],
  ];
  for (const [text, shape] of good) {
    it(`"${text}" is in [${shape?.join(', ') ?? '?'}]`, () => assert.equal(checkIndex(text, shape), undefined));
  }

  const bad: [string, (number | string)[] | undefined, RegExp][] = [
    ['', [10], /whole numbers/],
    ['-1', [10], /whole numbers/],
    ['1.5', [10], /whole numbers/],
    ['one', undefined, /whole numbers/],
    ['1,', maps, /whole numbers/],
    ['10', [10], /from 0 to 9/],
    ['5408', maps, /5408 units, from 0 to 5407/],
    ['0,0', maps, /3 for the axes \[8, 26, 26\]/],
    ['0,26,0', maps, /Axis 2 has 26 units, from 0 to 25/],
  ];
  for (const [text, shape, message] of bad) {
    it(`"${text}" is not in [${shape?.join(', ') ?? '?'}]`, () => assert.match(checkIndex(text, shape) ?? '', message));
  }

  it('starts in the middle of the first map, at an index that is right', () => {
    assert.equal(middleIndex(maps), '0,13,13');
    assert.equal(middleIndex([10]), '0');
    assert.equal(middleIndex(undefined), '0');
    for (const shape of [maps, [10], [4, 'width'], [1, 1]])
      assert.equal(checkIndex(middleIndex(shape), shape), undefined);
  });

  it('is written as the command line takes it, without the batch', () => {
    assert.deepEqual(unitShape({ shape: ['N', 8, 26, 26] }), maps);
    assert.equal(unitTarget({ output: 'conv1' }, '0, 13,13'), 'conv1:0,13,13');
  });

  it('belongs to a layer that has a name even where the file gives none', () => {
    assert.equal(layerTitle({ name: '', output: 'y' }), 'y');
    assert.equal(layerTitle({ name: '/conv', output: 'y' }), '/conv');
  });
});
