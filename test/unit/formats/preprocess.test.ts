/** Pictures as inputs: what is guessed from shapes, and the numbers that come out, worked out by hand. */
import assert from 'node:assert/strict';
import * as z from 'zod';
import { preprocess } from '../../../src/formats/preprocess';
import { guessPreprocessing, Preprocessing } from '../../../src/formats/preprocessing';
import { ArgumentError } from '../../../src/shared/errors';
import { tensorOf, toNumbers, type DType, type Tensor } from '../../../src/shared/tensor';
import type { Dimension } from '../../../src/graph/graph';

const photo = { width: 640, height: 480, channels: 3 };
const sketch = { width: 28, height: 28, channels: 1 };
const imageNet: Partial<Preprocessing> = {
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  fit: 'crop',
};
const unit: Partial<Preprocessing> = { scale: 1 / 255, mean: [0], std: [1], fit: 'stretch' };

const guesses: [
  shape: Dimension[] | undefined,
  picture: typeof photo,
  guess: Partial<Preprocessing>,
  given?: Partial<Preprocessing>,
][] = [
  [[1, 1, 28, 28], photo, { layout: 'NCHW', channels: 1, height: 28, width: 28, ...unit }],
  [['N', 3, 224, 224], photo, { layout: 'NCHW', channels: 3, height: 224, width: 224, ...imageNet }],
  [['N', 224, 224, 3], sketch, { layout: 'NHWC', channels: 3, height: 224, width: 224, ...imageNet }],
  [[1, 28, 28, 1], sketch, { layout: 'NHWC', channels: 1, height: 28, width: 28, ...unit }],
  [[1, 3, 32, 32], photo, { channels: 3, height: 32, width: 32, ...unit }],
  [['N', 3, 'H', 'W'], photo, { channels: 3, height: 480, width: 640, ...imageNet }],
  [['N', 'C', 'H', 'W'], sketch, { layout: 'NCHW', channels: 1, height: 28, width: 28, ...unit }],
  [undefined, photo, { layout: 'NCHW', channels: 3, height: 480, width: 640 }],
  [['N', 28, 28], photo, { channels: 1, height: 28, width: 28, ...unit }],
  [[3, 64, 64], photo, { layout: 'NCHW', channels: 3, height: 64, width: 64, ...unit }],
  [['N', 784], sketch, { channels: 1, height: 28, width: 28, ...unit }],
  [[1, 921600], photo, { channels: 3, height: 480, width: 640, ...unit }],
  [[1, 3, 224, 224], photo, { scale: 1, mean: [0], std: [1] }, { scale: 1 }],
  [[1, 3, 224, 224], photo, { mean: [0.5] }, { mean: [0.5] }],
  [[1, 3, 224, 224], photo, { mean: [0.406, 0.456, 0.485] }, { channelOrder: 'BGR' }],
  [[1, 784], photo, { height: 28, width: 28, channels: 1 }, { height: 28, width: 28 }],
];

const impossible: [shape: Dimension[], picture: typeof photo, message: RegExp, given?: Partial<Preprocessing>][] = [
  [
    ['N', 785],
    sketch,
    /takes 785 numbers; this picture has 28 × 28 pixels, and neither 784 \(grey\) nor 2352 \(colour\)/,
  ],
  [[1, 4, 28, 28], sketch, /has 4 channels/],
  [[1, 3, 8, 224, 224], photo, /use an array/],
  [[8, 3, 224, 224], photo, /one picture of 224 × 224 × 3 \(NCHW\), which does not fit .*\[8, 3, 224, 224\]/],
  [[1, 3, 224, 224], photo, /does not fit/, { width: 100 }],
  [[1, 3, 224, 224], photo, /does not fit/, { channels: 1 }],
  [[1, 3, 224, 224], photo, /mean has 2 numbers for 3 channels/, { mean: [1, 2] }],
  [[1, 3, 224, 224], photo, /std\.0 cannot be 0/, { std: [0] }],
  [[1, 3, 224, 224], photo, /Unrecognized key/, { sharpen: 1 } as Partial<Preprocessing>],
];

// One pixel each: stored values, input shape, settings, expected values.
const applied: [what: string, pixels: Tensor, shape: number[], given: Partial<Preprocessing>, expected: number[]][] = [
  ['grey to 0..1', one([51]), [1, 1, 1, 1], {}, [0.2]],
  [
    'colour to grey: Rec. 601',
    one([100, 150, 200]),
    [1, 1, 1, 1],
    { scale: 1 },
    [0.299 * 100 + 0.587 * 150 + 0.114 * 200],
  ],
  ['white stays white', one([255, 255, 255]), [1, 1, 1, 1], {}, [1]],
  ['grey to colour', one([51]), [1, 3, 1, 1], {}, [0.2, 0.2, 0.2]],
  ['mean and deviation', one([255, 0, 51]), [1, 3, 1, 1], { mean: [0.5, 0.25, 0.2], std: [0.5, 0.25, 2] }, [1, -1, 0]],
  [
    'one mean for all',
    one([255, 0, 51]),
    [1, 1, 1, 3],
    { layout: 'NHWC', scale: 1, mean: [51], std: [2] },
    [102, -25.5, 0],
  ],
  ['BGR', one([1, 2, 3]), [1, 3, 1, 1], { scale: 1, channelOrder: 'BGR' }, [3, 2, 1]],
  ['inverted', one([0, 55, 255]), [1, 3, 1, 1], { scale: 1, invert: true }, [255, 200, 0]],
  ['16 bits', one([0, 257, 65535], 'uint16'), [1, 3, 1, 1], { scale: 1 }, [0, 1, 255]],
  ['black on nothing is seen on white', one([0, 0]), [1, 1, 1, 1], {}, [1]],
  ['alpha of a fifth', one([100, 0, 255, 51]), [1, 3, 1, 1], { scale: 1 }, [224, 204, 255]],
  ['flat', one([51]), [1, 1], {}, [0.2]],
];

describe('formats/preprocess', () => {
  for (const [shape, picture, guess, given = {}] of guesses)
    it(`guesses for [${shape?.join() ?? '?'}] with ${JSON.stringify(given)}`, () => {
      const settings = guessPreprocessing({ name: 'x', dtype: 'float32', ...(shape && { shape }) }, picture, given);
      assert.deepEqual(
        Object.fromEntries(Object.keys(guess).map((key) => [key, settings[key as keyof Preprocessing]])),
        guess,
      );
    });

  for (const [shape, picture, message, given = {}] of impossible)
    it(`refuses [${shape.join()}] with ${JSON.stringify(given)}`, () => {
      const input = { name: 'x', dtype: 'float32' as const, shape };
      const pixels = tensorOf(
        'uint8',
        [picture.height, picture.width, picture.channels],
        new Uint8Array(picture.height * picture.width * picture.channels),
      );
      assert.throws(
        () => preprocess(pixels, input, guessPreprocessing(input, picture, given)),
        (error) => error instanceof ArgumentError && message.test(error.message),
      );
    });

  for (const [what, pixels, shape, given, expected] of applied)
    it(`applies: ${what}`, () => {
      const { tensor } = apply(pixels, 'float32', shape, given);
      assert.deepEqual(tensor.shape, shape);
      Array.from(toNumbers(tensor)).forEach((value, index) => {
        assert.ok(Math.abs(value - expected[index]!) < 1e-5, `${value}, not ${expected[index]}`);
      });
    });

  it('lays a picture out as NCHW and NHWC', () => {
    const pixels = tensorOf('uint8', [1, 2, 3], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual([...apply(pixels, 'float32', [1, 3, 1, 2], { scale: 1 }).tensor.data], [1, 4, 2, 5, 3, 6]);
    assert.deepEqual(
      [...apply(pixels, 'float32', [1, 1, 2, 3], { layout: 'NHWC', scale: 1 }).tensor.data],
      [1, 2, 3, 4, 5, 6],
    );
  });

  it('crops the middle, or stretches all', () => {
    const pixels = tensorOf('uint8', [2, 6, 1], [0, 0, 1, 2, 9, 9, 0, 0, 3, 4, 9, 9]);
    assert.deepEqual([...apply(pixels, 'float32', [1, 1, 2, 2], { scale: 1, fit: 'crop' }).tensor.data], [1, 2, 3, 4]);
    const stretched = apply(pixels, 'float32', [1, 1, 2, 2], { scale: 1, resize: 'nearest' }).tensor;
    assert.deepEqual([...stretched.data], [0, 9, 0, 9]);
  });

  it('gives integer inputs the levels themselves, rounded', () => {
    const pixels = tensorOf('uint8', [1, 2, 1], [0, 255]);
    const { tensor, settings } = apply(pixels, 'uint8', [1, 1, 1, 1], {});
    assert.equal(settings.scale, 1);
    assert.deepEqual(tensor, tensorOf('uint8', [1, 1, 1, 1], [128]));
    const centred = apply(pixels, 'int8', [1, 1, 1, 2], { mean: [128] }).tensor;
    assert.deepEqual(centred, tensorOf('int8', [1, 1, 1, 2], [-128, 127]));
  });

  it('describes every setting for a form', () => {
    const { properties = {} } = z.toJSONSchema(Preprocessing);
    for (const [name, property] of Object.entries(properties))
      assert.ok(typeof property === 'object' && property.description, `${name} has no description`);
    assert.equal(Object.keys(properties).length, 12);
  });
});

function one(values: number[], dtype: DType = 'uint8'): Tensor {
  return dtype === 'uint16' ? tensorOf(dtype, [1, 1, 3], values) : tensorOf(dtype, [1, 1, values.length], values);
}

function apply(pixels: Tensor, dtype: DType, shape: number[], given: Partial<Preprocessing>) {
  const input = { name: 'x', dtype, shape };
  const [height = 0, width = 0, channels = 0] = pixels.shape;
  const settings = guessPreprocessing(input, { width, height, channels }, given);
  return { settings, tensor: preprocess(pixels, input, settings) };
}
