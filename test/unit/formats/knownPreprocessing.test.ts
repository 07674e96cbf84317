/** Preprocessing that is written beside a model: files as Hugging Face and timm publish them, ours, ONNX's notes; which counts, and what becomes of pixels. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodePng } from '../../../src/formats';
import { findPreprocessing } from '../../../src/formats/knownPreprocessing';
import { guessPreprocessing, type Preprocessing } from '../../../src/formats/preprocessing';
import { writeOnnx } from '../../../src/graph/onnx/write';
import { LocalService } from '../../../src/kernel/service';
import { FormatError } from '../../../src/shared/errors';
import { tensorOf } from '../../../src/shared/tensor';
import { assertClose, network, temporaryFolder } from '../../helpers/models';

const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const half = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
const byte = 1 / 255;

type Files = Readonly<Record<string, unknown>>;

/** google/vit-base-patch16-224, facebook/convnext-tiny-224 and microsoft/resnet-50 share these fields; timm/resnet50.a1_in1k and older ones. */
const vit = { do_normalize: true, do_rescale: true, do_resize: true, image_mean: half.mean, image_std: half.std, resample: 2, rescale_factor: byte, size: { height: 224, width: 224 } }; // prettier-ignore
const old = { do_normalize: true, do_resize: true, image_mean: half.mean, image_std: half.std, size: 224 };
const clip = { crop_size: 224, do_center_crop: true, do_normalize: true, do_resize: true, image_mean: imageNet.mean, image_std: imageNet.std, resample: 3, size: { shortest_edge: 256 } }; // prettier-ignore
const convnext = { crop_pct: 0.875, do_normalize: true, do_rescale: true, do_resize: true, image_mean: imageNet.mean, image_std: imageNet.std, resample: 3, size: { shortest_edge: 224 } }; // prettier-ignore
const mobilevit = { do_center_crop: true, crop_size: { height: 256, width: 256 }, do_flip_channel_order: true, do_rescale: true, do_resize: true, size: { shortest_edge: 288 } }; // prettier-ignore
const timm = { architecture: 'resnet50', pretrained_cfg: { input_size: [3, 224, 224], interpolation: 'bicubic', crop_pct: 0.95, crop_mode: 'center', ...imageNet } }; // prettier-ignore
const older = { input_size: [3, 288, 288], interpolation: 'nearest', crop_mode: 'squash', mean: half.mean, std: half.std }; // prettier-ignore

const read: [what: string, files: Files, expected: Partial<Preprocessing> | undefined][] = [
  ['ViT', { 'preprocessor_config.json': vit }, { height: 224, width: 224, fit: 'stretch', scale: byte, ...half }],
  ['without do_rescale', { 'preprocessor_config.json': old }, { height: 224, width: 224, fit: 'stretch', scale: byte, ...half }],
  ['cropped', { 'preprocessor_config.json': clip }, { height: 224, fit: 'crop', cropShare: 224 / 256, scale: byte, ...imageNet }],
  ['crop_pct', { 'preprocessor_config.json': convnext }, { fit: 'crop', cropShare: 0.875, ...imageNet }],
  ['BGR', { 'preprocessor_config.json': mobilevit }, { channelOrder: 'BGR', scale: byte, mean: [0], std: [1], cropShare: 256 / 288 }],
  ['levels', { 'preprocessor_config.json': { do_rescale: false, do_normalize: false } }, { scale: 1, mean: [0], std: [1] }],
  ['timm', { 'config.json': timm }, { height: 224, width: 224, fit: 'crop', cropShare: 0.95, resize: 'bilinear', ...imageNet }],
  ['older timm', { 'config.json': older }, { height: 288, width: 288, fit: 'stretch', resize: 'nearest', ...half }],
  ['both', { 'config.json': timm, 'preprocessor_config.json': vit }, { fit: 'stretch', ...half }],
  ['ours first', { 'model.preprocessing.json': { scale: 2, mean: [3] }, 'preprocessor_config.json': vit }, { scale: 2, mean: [3] }],
  ['a tokenizer’s', { 'config.json': { hidden_size: 768 }, 'preprocessor_config.json': { feature_size: 1 } }, undefined],
  ['no JSON', { 'config.json': '{', 'preprocessor_config.json': 'mean' }, undefined],
  ['wrong types', { 'preprocessor_config.json': { ...vit, image_mean: 'half' } }, undefined],
]; // prettier-ignore

describe('preprocessing that is written down', () => {
  const folder = temporaryFolder();

  /** A folder of its own with these files. */
  function place(name: string, files: Files): string {
    const path = folder.path(`${name}/model.onnx`);
    rmSync(dirname(path), { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    for (const [file, content] of Object.entries(files))
      writeFileSync(folder.path(`${name}/${file}`), typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  for (const [what, files, expected] of read)
    it(`is read: ${what}`, async () => {
      const found = await findPreprocessing(place('read', files), {});
      assert.deepEqual(found && Object.fromEntries(Object.keys(expected ?? {}).map((key) => [key, found.settings[key as keyof Preprocessing]])), expected); // prettier-ignore
    });

  it('is found above a folder called onnx', async () => {
    place('repository', { 'preprocessor_config.json': vit });
    const found = await findPreprocessing(folder.path('repository/onnx/model.onnx'), {});
    assert.equal(found?.source, 'preprocessor_config.json');
    assert.equal(await findPreprocessing(folder.path('repository/other/model.onnx'), {}), undefined);
  });

  it('is noted in the model as ONNX names it', async () => {
    const metadata = { 'Image.BitmapPixelFormat': 'Bgr8', 'Image.NominalPixelRange': 'Normalized_1_1' };
    const found = await findPreprocessing(place('noted', { 'config.json': timm }), metadata);
    assert.deepEqual(found?.settings, { scale: byte, mean: [0.5], std: [0.5], channelOrder: 'BGR' });
  });

  it('of ours, broken, is an error that names the file and the setting', async () => {
    const path = place('broken', { 'model.preprocessing.json': { scale: 'large' } });
    await assert.rejects(findPreprocessing(path, {}), (error) => error instanceof FormatError && /model\.preprocessing\.json.*scale/.test(error.message)); // prettier-ignore
  });

  it('gives way to what a person says and to the sizes of the input', () => {
    const known = { settings: { height: 256, width: 256, scale: byte, ...imageNet }, source: 'a file' };
    const input = { name: 'x', dtype: 'float32' as const, shape: ['N', 3, 224, 224], known };
    const photo = { width: 640, height: 480, channels: 3 };
    const { height, mean } = guessPreprocessing(input, photo);
    assert.deepEqual([height, mean], [224, imageNet.mean]);
    assert.equal(guessPreprocessing({ ...input, shape: ['N', 3, 'H', 'W'] }, photo).height, 256);
    assert.deepEqual(guessPreprocessing(input, photo, { mean: [0.1] }).mean, [0.1]);
    assert.deepEqual(guessPreprocessing(input, photo, { scale: 1 }).mean, [0]);
    assert.deepEqual(guessPreprocessing(input, photo, { channelOrder: 'BGR' }).mean, imageNet.mean.toReversed());
    assert.deepEqual(guessPreprocessing({ ...input, shape: ['N', 1, 28, 28] }, photo).std, [1]);
  });

  it('decides the numbers that a network gets, is said in a sentence, and is read anew when the file changes', async () => {
    const path = place('used', {});
    writeFileSync(path, writeOnnx(network([1, 3, 2, 2], (b, x) => b.op('Identity', [x]))));
    const levels = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120];
    const input = folder.path('used/four.png');
    writeFileSync(input, encodePng(tensorOf('uint8', [2, 2, 3], levels)));
    const service = new LocalService();
    const asked = { model: path, input, method: 'gradient', parameters: {}, target: '0', device: 'cpu', seed: 0, memoryBudget: 2 ** 30 }; // prettier-ignore
    /** By the definition: (level · scale − mean) / std, channel after channel. */
    const expected = (scale: number, mean: number[], std: number[]): number[] =>
      [0, 1, 2].flatMap((c) => [0, 1, 2, 3].map((pixel) => (levels[3 * pixel + c]! * scale - mean[c]!) / std[c]!));
    const check = async (sentence: RegExp, numbers: number[]): Promise<void> => {
      const { preprocessing } = await service.describeInput(asked);
      assert.match(preprocessing!.sentence, sentence);
      const result = await service.attribute(asked);
      assert.match(result.conventions.join('\n'), sentence);
      assertClose(result.input.data, numbers, 1e-6);
      const { outputs } = await service.forward({ ...asked, outputs: [] });
      assertClose(Object.values(outputs)[0]!.data as Float32Array, numbers, 1e-6);
    };
    await check(/^Preprocessing: the whole picture, 2 × 2 RGB, 0 to 1 \(guessed from the shape of the input\)\.$/m, expected(byte, [0, 0, 0], [1, 1, 1])); // prettier-ignore
    writeFileSync(folder.path('used/config.json'), JSON.stringify(timm));
    await check(/^Preprocessing: the middle 95 %.*minus 0\.485, 0\.456, 0\.406.*\(from config\.json\)\.$/m, stretched(expected(byte, imageNet.mean, imageNet.std))); // prettier-ignore
    writeFileSync(folder.path('used/model.preprocessing.json'), JSON.stringify({ scale: 1, mean: [127.5], std: [127.5] })); // prettier-ignore
    await check(/the whole picture, 2 × 2 RGB, −1 to 1 \(from model\.preprocessing\.json\)/, expected(1, [127.5, 127.5, 127.5], [127.5, 127.5, 127.5])); // prettier-ignore
  });

  /** Bilinear sampling of the middle 95 % of two pixels by two: each place moves by (1 − 0.95)/2 of the distance to its neighbours. */
  function stretched(whole: number[]): number[] {
    const t = 0.025;
    const mix = [1 - t, t];
    const weight = (from: number, to: number): number => mix[Number((from & 1) !== (to & 1))]! * mix[Number((from & 2) !== (to & 2))]!; // prettier-ignore
    return [0, 1, 2].flatMap((c) =>
      [0, 1, 2, 3].map((to) => [0, 1, 2, 3].reduce((sum, from) => sum + weight(from, to) * whole[4 * c + from]!, 0)),
    );
  }
});
