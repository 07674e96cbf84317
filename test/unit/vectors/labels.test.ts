/** The names of points in a plane: each beside its point, none on another or on a point, and all within. */
import assert from 'node:assert/strict';
import { overlap, placeLabels, type Box } from '../../../webview/vectors/axes/labels';
import { ticks } from '../../../src/shared/picture/scale';
import { random } from '../../../src/shared/random';

const options = { size: { width: 400, height: 300 }, height: 15, radius: 4 };

describe('names in a plane', () => {
  it('stand right of their points where there is room, left of them at the edge', () => {
    const [right, left] = placeLabels([{ x: 100, y: 100, width: 40 }, { x: 390, y: 200, width: 40 }], options); // prettier-ignore
    assert.deepEqual(right, { left: 107, top: 92.5, width: 40, height: 15 });
    assert.equal(left!.left, 390 - 7 - 40);
  });

  it('never lie on each other, on another point, or outside', () => {
    const { uniform } = random(4);
    const points = Array.from({ length: 120 }, () => ({ x: 400 * uniform(), y: 300 * uniform(), width: 20 + 60 * uniform() })); // prettier-ignore
    const boxes = placeLabels(points, options);
    const placed = boxes.flatMap((box, own) => (box ? [{ box, own }] : []));
    assert.ok(placed.length > 20 && placed.length < 120, String(placed.length));
    for (const { box, own } of placed) {
      assert.ok(box.left >= 0 && box.top >= 0 && box.left + box.width <= 400 && box.top + box.height <= 300);
      for (const other of placed) assert.ok(other.own === own || !overlap(box, other.box));
      points.forEach(({ x, y }, i) => {
        const dot: Box = { left: x - 4, top: y - 4, width: 8, height: 8 };
        assert.ok(i === own || !overlap(box, dot));
      });
    }
  });

  it('are given room in their order: the first of many on one place has the best, the last none', () => {
    const crowd = placeLabels(Array.from({ length: 9 }, () => ({ x: 200, y: 150, width: 40 })), options); // prettier-ignore
    assert.equal(crowd[0]!.left, 207);
    assert.equal(crowd.at(-1), undefined);
    const wide = placeLabels([{ x: 50, y: 50, width: 420 }], options);
    assert.deepEqual(wide, [undefined]);
  });

  it('have round numbers on their axes', () => {
    assert.deepEqual(ticks(-0.31, 0.52, 8), [-0.2, 0, 0.2, 0.4]);
    assert.deepEqual(ticks(-0.031, 0.01, 8), [-0.03, -0.02, -0.01, 0, 0.01]);
  });
});
