/** Drawn digits: a seed names a set, and a pen leaves the ink that its width says. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { CLASSES, drawDigits, seeds } from '../../../scripts/examples/dataset';
import { ink, SIDE } from '../../../scripts/examples/draw';
import { glyphs } from '../../../scripts/examples/glyphs';
import { Engine } from '../../../src/engine/engine';
import { withGraph } from '../../../src/formats/models/model';
import { openModel } from '../../../src/formats/models/open';
import { float32 } from '../../../src/shared/tensor';
import { zooMnist } from '../../helpers/fixtures';

describe('drawn digits', () => {
  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(drawDigits(30, 7), drawDigits(30, 7));
    assert.notDeepEqual(drawDigits(30, 7).images.data, drawDigits(30, 8).images.data);
  });

  it('start with the same ones, however many are asked for', () => {
    const few = drawDigits(10, 7).images.data;
    assert.deepEqual(drawDigits(20, 7).images.data.subarray(0, few.length), few);
  });

  it('come from different seeds for training and test', () => {
    assert.equal(new Set(Object.values(seeds)).size, Object.keys(seeds).length);
  });

  it('are grey levels of a byte, with ink in every picture and dark corners', () => {
    const { images, labels } = drawDigits(100, 9);
    assert.deepEqual(images.shape, [100, 1, SIDE, SIDE]);
    labels.forEach((label, i) => {
      assert.equal(label, i % CLASSES);
      const picture = images.data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
      assert.ok(picture.every((level) => level >= 0 && level <= 1 && isByte(level)));
      assert.ok(Math.max(...picture) > 0.5, `picture ${i} has no ink`);
      assert.ok(picture[0]! < 0.4 && picture[SIDE * SIDE - 1]! < 0.4, `picture ${i} leaves its frame`);
    });
  });

  it('have glyphs inside their box, in two variants or more', () => {
    assert.equal(glyphs.length, CLASSES);
    for (const variants of glyphs) {
      assert.ok(variants.length >= 2);
      for (const [x, y] of variants.flat(2)) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1, `${x}, ${y}`);
    }
  });
});

describe('drawn digits, to a network trained on handwriting', () => {
  it('look like digits in nine cases of ten', async () => {
    const { graph } = withGraph(await openModel(resolve(zooMnist)));
    const engine = new Engine();
    const program = await engine.compile(graph, { device: 'cpu' });
    const { images, labels } = drawDigits(500, 77);
    const right = [];
    for (const [i, label] of labels.entries()) {
      const levels = images.data.slice(i * SIDE * SIDE, (i + 1) * SIDE * SIDE).map((level) => 255 * level);
      const outputs = await program.run({ [graph.inputs[0]!.name]: float32([1, 1, SIDE, SIDE], levels) });
      const logits = outputs[graph.outputs[0]!.name]!.data as Float32Array;
      if (logits.indexOf(Math.max(...logits)) === label) right.push(i);
    }
    await engine.dispose();
    assert.ok(right.length / labels.length >= 0.9, `${right.length} of ${labels.length}`);
  });
});

describe('ink', () => {
  const width = 3;

  it('covers length × width and a round end of that width', () => {
    const covered = sum(ink([[[6, 14], [22, 14]]], width, 1)); // prettier-ignore
    // The soft edge is symmetric about the pen's own, so only the curved ends differ, by π·softness²/12 together.
    assert.ok(Math.abs(covered - (16 * width + (Math.PI * width ** 2) / 4 + Math.PI / 12)) < 0.5, String(covered));
  });

  it('is not doubled where strokes cross', () => {
    const cross = ink([[[6, 14], [22, 14]], [[14, 6], [14, 22]]], width, 1); // prettier-ignore
    assert.equal(Math.max(...cross), 1);
  });

  it('stays inside the picture', () => {
    assert.equal(ink([[[-50, -50], [90, 90]]], width, 1).length, SIDE * SIDE); // prettier-ignore
    assert.equal(sum(ink([[[-50, -50], [-40, -40]]], width, 1)), 0); // prettier-ignore
  });
});

function isByte(level: number): boolean {
  return Math.abs(level * 255 - Math.round(level * 255)) < 1e-4;
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
