/** Looks at weights and files: statistics by their formulas, and pictures whose every pixel is checked against the numbers. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { encodeNpy, encodeNpz, encodePng, readData } from '../../../src/formats';
import { withGraph } from '../../../src/formats/models/model';
import { openModel } from '../../../src/formats/models/open';
import { describeFile } from '../../../src/kernel/glance/file';
import { RunningStatistics } from '../../../src/kernel/glance/statistics';
import { matrixPlan, tilesPlan } from '../../../src/kernel/glance/plan';
import { describeWeights } from '../../../src/kernel/glance/weights';
import { largestPicture, type SmallPicture } from '../../../src/shared/glance';
import { colourOf, divergingMaps } from '../../../src/shared/picture/diverging';
import { random } from '../../../src/shared/random';
import { float32, sizeOf, tensorOf, toNumbers, type Shape, type Tensor } from '../../../src/shared/tensor';
import { dense, network, temporaryFolder, writeModel } from '../../helpers/models';

describe('running statistics', () => {
  const { normal } = random(3);
  const values = Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 0 : 1e3 + normal()));

  it('are those of the numbers at once, however they are portioned', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    for (const portion of [1, 3, 64, 1000]) {
      const statistics = statisticsOf(values, portion);
      assert.ok(Math.abs(statistics.mean / mean - 1) < 1e-12);
      assert.ok(Math.abs(statistics.deviation / deviation - 1) < 1e-12);
      assert.deepEqual(
        [statistics.min, statistics.max, statistics.zeros, statistics.count],
        [Math.min(...values), Math.max(...values), 143 / 1000, 1000],
      );
    }
  });

  it('count what is not finite and leave it out', () => {
    const { mean, deviation, min, max, nonFinite, count } = statisticsOf([1, NaN, 3, Infinity, -Infinity], 2);
    assert.deepEqual([mean, deviation, min, max, nonFinite, count], [2, 1, 1, 3, 3, 5]);
    const nothing = statisticsOf([NaN, NaN], 1);
    assert.deepEqual([nothing.mean, nothing.min, nothing.nonFinite], [NaN, NaN, 2]);
  });
});

describe('planned pictures', () => {
  it('of a matrix have its rows downwards', () => {
    const plan = matrixPlan({ size: 2, name: 'unit' }, { size: 3, name: 'input' }, (row, column) => 10 * row + column);
    assert.deepEqual([plan.width, plan.height, ...plan.indices], [3, 2, 0, 1, 2, 10, 11, 12]);
    assert.equal(plan.caption, '2 units × 3 inputs');
  });

  it('of a large matrix leave out rows and columns, and say so', () => {
    const plan = matrixPlan(
      { size: 1000, name: 'unit' },
      { size: 401, name: 'input' },
      (row, column) => 1000 * row + column,
    );
    assert.deepEqual([plan.width, plan.height], [134, 100]);
    assert.deepEqual([plan.indices[1], plan.indices[134]], [3, 10_000]);
    assert.equal(plan.caption, '1,000 units (every 10th) × 401 inputs (every 3rd)');
  });

  it('of tiles have a gap between them', () => {
    const tiles = { size: 2, name: 'filter', height: 1, width: 2, channels: 1 } as const;
    const plan = tilesPlan(tiles, (tile, y, x) => 100 * tile + 10 * y + x);
    assert.deepEqual([plan.width, plan.height, ...plan.indices], [5, 1, 0, 1, -1, 100, 101]);
  });

  it('stay within their size, whatever is asked for', () => {
    for (const size of [1, 2, 7, 64, 65, 5000])
      for (const [height, width] of [
        [1, 1],
        [3, 3],
        [28, 28],
        [224, 7],
        [7, 3000],
        [500, 400],
      ] as const)
        // prettier-ignore
        for (const channels of [1, 3] as const) {
          const plan = tilesPlan({ size, name: 'tile', height, width, channels }, () => 0);
          const label = `${size} of ${height} × ${width}`;
          assert.ok(plan.width <= 200 && plan.height <= 100, `${label}: ${plan.width} × ${plan.height}`);
          assert.equal(plan.indices.length, plan.width * plan.height * channels, label);
          assert.ok(plan.indices.includes(0), label);
        }
  });
});

describe('a look at weights', () => {
  const files = temporaryFolder();
  const { normal } = random(5);

  it('reads one tensor from the file: statistics of all of it, a pixel for each weight', async () => {
    // 16 384 weights, which stay in the file.
    const rows = Array.from({ length: 64 }, () => Array.from({ length: 256 }, () => Math.fround(normal())));
    const graph = network([1, 256], (b, x) => dense(b, x, rows, new Array<number>(64).fill(0)));
    const model = withGraph(await openModel(writeModel(files.path('dense.onnx'), graph)));
    const layer = model.graph.nodes[0]!.outputs[0]!;
    const { statistics, picture, dtype } = await describeWeights(model, { layer, colours: 'light' });
    const flat = rows.flat();
    assert.equal(dtype, 'float32');
    assert.deepEqual(
      [statistics.min, statistics.max, statistics.count],
      [Math.min(...flat), Math.max(...flat), 16_384],
    );
    assert.match(picture.caption, /^64 units × 256 inputs \(every 2nd\); blue below 0, red above, full colour at ±/);
    const limit = Number(/±(\S+)\.$/.exec(picture.caption)![1]);
    const { pixel, scale } = await decoded(files.path('dense.png'), picture, 128);
    for (const [y, x] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [63, 127],
      [40, 77],
    ] as const) {
      // prettier-ignore
      const expected = colourOf(divergingMaps.light, rows[y]![2 * x]!, limit)!;
      // The caption gives three digits of the limit.
      pixel(y * scale, x * scale).slice(0, 3).forEach((value, c) => assert.ok(Math.abs(value - expected[c]!) <= 2)); // prettier-ignore
    }
  });

  it('shows the first filters of pictures as pictures, other weights as a matrix', async () => {
    const { graph, outputs } = convolutional();
    const model = withGraph(await openModel(writeModel(files.path('conv.onnx'), graph)));
    const captions = await Promise.all(
      outputs.map(async (layer) => (await describeWeights(model, { layer, colours: 'dark' })).picture.caption),
    );
    assert.match(captions[0]!, /^4 filters, 3 × 3 each; black -1, white 1\.$/);
    assert.match(captions[1]!, /^2 units × 36 weights; blue below 0, orange above/);
    assert.match(captions[2]!, /^5 units × 128 inputs; /);
  });

  it('shows the units of a dense layer that sees the picture itself as pictures', async () => {
    const rows = [Array.from({ length: 192 }, (_, i) => i), new Array<number>(192).fill(-1)];
    const graph = network([1, 3, 8, 8], (b, x) => dense(b, b.op('Flatten', [x]), rows, [0, 0]));
    const model = withGraph(await openModel(writeModel(files.path('flat.onnx'), graph)));
    const layer = model.graph.nodes.at(-1)!.outputs[0]!;
    const { picture } = await describeWeights(model, { layer, colours: 'dark' });
    assert.match(picture.caption, /^2 units, 8 × 8 each; black -190, white 190\.$/);
    const { pixel, scale } = await decoded(files.path('flat.png'), picture, 17);
    // Row 2, column 3: numbers 19, 83 and 147 of red, green and blue, between the limits, within which 99.5 % lie.
    assert.deepEqual(pixel(2 * scale, 3 * scale), [19, 83, 147].map((value) => Math.round((255 * (value + 190)) / 380)).concat(255)); // prettier-ignore
    assert.deepEqual(pixel(0, 8 * scale), [0, 0, 0, 0]);
  });

  it('says that a model has no such layer', async () => {
    const graph = network([1, 2], (b, x) => b.op('Relu', [x]));
    const model = withGraph(await openModel(writeModel(files.path('relu.onnx'), graph)));
    for (const layer of [model.graph.nodes[0]!.outputs[0]!, 'nothing'])
      await assert.rejects(describeWeights(model, { layer, colours: 'dark' }), /has no layer ".+" with weights/);
  });

  it('says that the file has become shorter', async () => {
    const rows = Array.from({ length: 100 }, () => new Array<number>(100).fill(1));
    const path = writeModel(
      files.path('short.onnx'),
      network([1, 100], (b, x) => dense(b, x, rows, rows[0]!)),
    );
    const model = withGraph(await openModel(path));
    writeFileSync(path, 'gone');
    const layer = model.graph.nodes[0]!.outputs[0]!;
    await assert.rejects(describeWeights(model, { layer, colours: 'dark' }), /has become shorter/);
  });
});

describe('a look at a file', () => {
  const files = temporaryFolder();
  const { uniform } = random(9);
  const noise = (dtype: Tensor['dtype'], shape: Shape, low = 0, high = 1): Tensor =>
    tensorOf(
      dtype,
      shape,
      Float64Array.from({ length: sizeOf(shape) }, () => low + (high - low) * uniform()),
    );

  const arrays: [title: string, tensor: Tensor, caption: RegExp | undefined][] = [
    [
      'a matrix of signed numbers',
      noise('float32', [20, 30], -1, 1),
      /^20 rows × 30 columns; blue below 0, orange above/,
    ],
    ['a matrix of counts', noise('int64', [20, 30], 0, 9), /^20 rows × 30 columns; black 0, white 8\.$/],
    [
      'grey pictures',
      noise('float32', [100, 1, 28, 28], 0.5, 0.5),
      /^The first 18 of 100 pictures, 28 × 28 each; black 0\.5, white 0\.5\.$/,
    ],
    [
      'colour pictures, channels last',
      noise('uint8', [3, 16, 16, 3], 0, 255),
      /^3 pictures, 16 × 16 each; black 0, white 255\.$/,
    ],
    ['one colour picture', noise('uint8', [40, 50, 3], 0, 255), /^1 picture, 40 × 50 each; black 0/],
    ['feature maps', noise('float32', [2, 16, 8, 8]), /^2 pictures, 8 × 8 each, channel 0 of 16; black/],
    ['large pictures', noise('float32', [2, 1, 224, 300]), /^2 pictures, 224 × 300 each, every 5th pixel;/],
    ['signals', noise('float32', [4, 2, 100], -1, 1), /^4 rows × 200 columns;/],
    ['a row', noise('float32', [100]), undefined],
    ['a column', noise('float32', [100, 1]), undefined],
    ['one number', noise('float32', []), undefined],
    ['nothing', noise('float32', [0, 3]), undefined],
    ['only NaN', tensorOf('float32', [2, 2], [NaN, NaN, NaN, NaN]), /^2 rows × 2 columns/],
    ['text', { dtype: 'string', shape: [2], data: ['a', 'b'] }, undefined],
  ];
  for (const [title, tensor, caption] of arrays)
    it(`draws ${title}`, async () => {
      const path = files.path('array.npy');
      writeFileSync(path, encodeNpy(tensor));
      const { arrays: found, shown, picture } = await describeFile({ path, colours: 'dark' });
      assert.deepEqual(found.map(({ shape }) => shape), [tensor.shape]); // prettier-ignore
      if (caption) assert.match(picture!.caption, caption);
      else assert.equal(picture, undefined);
      assert.equal(shown?.statistics.count, tensor.dtype === 'string' || sizeOf(tensor.shape) === 0 ? undefined : sizeOf(tensor.shape)); // prettier-ignore
      if (!picture) return;
      assert.ok(picture.png.length <= largestPicture, `${picture.png.length} bytes`);
      await decoded(files.path('array.png'), picture, 1);
    });

  it('looks into the array that is named, else into the largest', async () => {
    const path = files.path('several.npz');
    writeFileSync(path, encodeNpz({ a: float32([2], [1, 2]), b: float32([3, 2], [0, 0, 0, 0, 0, 6]) }));
    const whole = await describeFile({ path, colours: 'dark' });
    assert.deepEqual([whole.shown!.name, whole.shown!.statistics.mean, whole.arrays.length], ['b', 1, 2]);
    assert.equal((await describeFile({ path, array: 'a', colours: 'dark' })).shown!.statistics.mean, 1.5);
    await assert.rejects(describeFile({ path, array: 'c', colours: 'dark' }), /has no array "c"/);
  });

  it('shows pictures as they are, large ones in small', async () => {
    for (const [height, width, channels] of [
      [8, 8, 1],
      [300, 500, 3],
      [9, 2000, 4],
      [1000, 3, 2],
    ] as const) {
      // prettier-ignore
      const path = files.path('picture.png');
      writeFileSync(path, encodePng(noise('uint8', [height, width, channels], 0, 255)));
      const { picture, shown } = await describeFile({ path, colours: 'dark' });
      assert.equal(shown!.statistics.count, height * width * channels);
      assert.equal(picture!.caption, `${width} × ${height} pixels; black 0, white 255.`);
      assert.ok(picture!.png.length <= largestPicture && picture!.width <= 400 && picture!.height <= 128);
    }
  });

  it('tells a table’s columns, and what is wrong with a broken file', async () => {
    writeFileSync(files.path('table.csv'), 'height,width\n1,2\n3,5\n');
    const { columns, shown } = await describeFile({ path: files.path('table.csv'), colours: 'light' });
    assert.deepEqual(columns, ['height', 'width']);
    assert.equal(shown!.statistics.mean, 2.75);
    writeFileSync(files.path('broken.npz'), 'PK nothing of the kind');
    await assert.rejects(describeFile({ path: files.path('broken.npz'), colours: 'light' }), /broken\.npz/);
    await assert.rejects(describeFile({ path: files.path('absent.npz'), colours: 'light' }), {
      kind: 'format',
      message: /no such file/,
    });
  });
});

function statisticsOf(values: readonly number[], portion: number) {
  const statistics = new RunningStatistics();
  for (let start = 0; start < values.length; start += portion) statistics.add(values.slice(start, start + portion));
  return statistics.result;
}

/** The PNG as its own reader sees it; `width`: pixels of the plan in one line. */
async function decoded(path: string, { png, width, height }: SmallPicture, planned: number) {
  writeFileSync(path, png);
  const { shape, ...tensor } = await readData(path);
  assert.deepEqual(shape, [height, width, 4]);
  const numbers = Array.from(toNumbers({ shape, ...tensor }));
  const pixel = (y: number, x: number) => numbers.slice((y * width + x) * 4, (y * width + x + 1) * 4);
  return { pixel, scale: width / planned };
}

/** x [N, 3, 8, 8] → Conv → Conv → Flatten → Gemm. */
function convolutional() {
  const outputs: string[] = [];
  const graph = network([1, 3, 8, 8], (b, x) => {
    const weights = (shape: Shape) => b.constant(float32(shape, Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sign(i % 3) * 2 - 1))); // prettier-ignore
    const pads = [1, 1, 1, 1];
    const first = b.op('Conv', [x, weights([4, 3, 3, 3])], { pads });
    const second = b.op('Conv', [first, weights([2, 4, 3, 3])], { pads });
    const rows = Array.from({ length: 5 }, () => new Array<number>(128).fill(0.5));
    const third = dense(b, b.op('Flatten', [second]), rows, [0, 0, 0, 0, 0]);
    outputs.push(first.name, second.name, third.name);
    return third;
  });
  return { graph, outputs };
}
