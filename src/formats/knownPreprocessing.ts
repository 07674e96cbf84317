/**
 * Preprocessing that is written down: in a file of ours beside the model, in the model's own notes, or in the files that Hugging Face and timm
 * put beside theirs. What nobody wrote is guessed in `preprocessing.ts`.
 */
import { basename, dirname, extname, join } from 'node:path';
import * as z from 'zod';
import { FormatError } from '../shared/errors';
import { readAll } from './bytes';
import { Preprocessing, type KnownPreprocessing } from './preprocessing';

/** Settings are short; a larger file is something else. */
const MOST_BYTES = 2 ** 20;

/**
 * By precedence: MODEL.preprocessing.json with settings of {@link Preprocessing}; the model's metadata, as ONNX names it; preprocessor_config.json;
 * timm's config.json. The last two may also be in the folder above one called "onnx". Undefined where there is none of them. Throws FormatError
 * for a file of ours that is broken; others count as absent.
 */
export async function findPreprocessing(
  modelPath: string,
  metadata: Readonly<Record<string, string>>,
): Promise<KnownPreprocessing | undefined> {
  const folder = dirname(modelPath);
  const ownFile = join(folder, `${basename(modelPath, extname(modelPath))}.preprocessing.json`);
  const own = await textOf(ownFile);
  if (own !== undefined) return { settings: readOwn(ownFile, own), source: basename(ownFile) };
  const noted = fromMetadata(metadata);
  if (noted) return { settings: noted, source: 'the metadata of the model' };
  const folders = basename(folder) === 'onnx' ? [folder, dirname(folder)] : [folder];
  for (const { name, read } of foreign)
    for (const place of folders) {
      const settings = read(json((await textOf(join(place, name))) ?? ''));
      if (settings) return { settings, source: name };
    }
  return undefined;
}

type Settings = Partial<Preprocessing>;

const foreign: readonly { name: string; read(content: unknown): Settings | undefined }[] = [
  { name: 'preprocessor_config.json', read: fromHuggingFace },
  { name: 'config.json', read: fromTimm },
];

function readOwn(path: string, text: string): Settings {
  const parsed = Preprocessing.partial().safeParse(json(text));
  if (parsed.success) return parsed.data as Settings;
  const [issue] = parsed.error.issues;
  throw new FormatError(path, `not settings of preprocessing: ${issue!.path.join('.')} ${issue!.message}`.replace(/: +/, ': ')); // prettier-ignore
}

const BYTE = 1 / 255;

/** The ranges of ONNX's own notes about pictures: docs/MetadataProps.md. */
const ranges: Readonly<Record<string, Settings>> = {
  NominalRange_0_255: { scale: 1, mean: [0], std: [1] },
  Normalized_0_1: { scale: BYTE, mean: [0], std: [1] },
  Normalized_1_1: { scale: BYTE, mean: [0.5], std: [0.5] },
};

function fromMetadata(metadata: Readonly<Record<string, string>>): Settings | undefined {
  const range = ranges[metadata['Image.NominalPixelRange'] ?? ''];
  const order = /^(Rgb|Bgr)8$/i.exec(metadata['Image.BitmapPixelFormat'] ?? '')?.[1]?.toUpperCase();
  if (!range && !order) return undefined;
  return { ...range, ...(order && { channelOrder: order as 'RGB' | 'BGR' }) };
}

const perChannel = z.union([z.number().transform((value) => [value]), z.array(z.number()).min(1).max(3)]);
const side = z.int().min(1);
const size = z.union([
  side.transform((both) => ({ height: both, width: both })),
  z.object({ height: side, width: side }),
  z.object({ shortest_edge: side }),
]);

const HuggingFace = z.object({
  do_resize: z.boolean().optional(),
  size: size.optional(),
  do_center_crop: z.boolean().optional(),
  crop_size: size.optional(),
  crop_pct: z.number().gt(0).max(1).optional(),
  resample: z.int().optional(),
  do_rescale: z.boolean().optional(),
  rescale_factor: z.number().optional(),
  do_normalize: z.boolean().optional(),
  image_mean: perChannel.optional(),
  image_std: perChannel.optional(),
  do_flip_channel_order: z.boolean().optional(),
});

/** Pillow's number of nearest neighbours. */
const NEAREST = 0;

function fromHuggingFace(content: unknown): Settings | undefined {
  const { data } = HuggingFace.safeParse(content);
  if (!data || !['image_mean', 'do_normalize', 'do_rescale', 'size'].some((key) => key in (content as object)))
    return undefined;
  const cropped = data.do_center_crop && data.crop_size && 'height' in data.crop_size ? data.crop_size : undefined;
  const whole = data.size && 'height' in data.size ? data.size : undefined;
  const shortest = data.size && 'shortest_edge' in data.size ? data.size.shortest_edge : undefined;
  // ConvNeXt's files say the share itself; others the shorter side before the crop.
  const share = data.crop_pct ?? (cropped && shortest ? Math.min(cropped.height, cropped.width) / shortest : undefined);
  const normalised = data.do_normalize !== false && data.image_mean && data.image_std;
  return {
    ...(cropped ?? whole),
    ...(data.do_resize !== false && { fit: cropped || shortest ? 'crop' : 'stretch' }),
    ...(share !== undefined && share <= 1 && { cropShare: share }),
    ...(data.resample !== undefined && { resize: data.resample === NEAREST ? 'nearest' : 'bilinear' }),
    scale: data.do_rescale === false ? 1 : (data.rescale_factor ?? BYTE),
    ...(normalised ? { mean: data.image_mean!, std: data.image_std! } : { mean: [0], std: [1] }),
    channelOrder: data.do_flip_channel_order ? 'BGR' : 'RGB',
  };
}

const Timm = z.object({
  input_size: z.tuple([z.int(), side, side]).optional(),
  interpolation: z.string().optional(),
  crop_pct: z.number().gt(0).max(1).optional(),
  crop_mode: z.string().optional(),
  mean: perChannel,
  std: perChannel,
});

/** The settings lie at the top of older files, and in `pretrained_cfg` of newer ones. */
function fromTimm(content: unknown): Settings | undefined {
  const inner = (content as { pretrained_cfg?: unknown } | undefined)?.pretrained_cfg;
  const { data } = Timm.safeParse(inner ?? content);
  if (!data) return undefined;
  const [, height, width] = data.input_size ?? [];
  return {
    ...(height !== undefined && width !== undefined && { height, width }),
    fit: data.crop_mode === 'squash' ? 'stretch' : 'crop',
    ...(data.crop_pct !== undefined && { cropShare: data.crop_pct }),
    ...(data.interpolation !== undefined && { resize: data.interpolation === 'nearest' ? 'nearest' : 'bilinear' }),
    scale: BYTE,
    mean: data.mean,
    std: data.std,
    channelOrder: 'RGB',
  };
}

async function textOf(path: string): Promise<string | undefined> {
  return readAll(path, { limit: MOST_BYTES }).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
