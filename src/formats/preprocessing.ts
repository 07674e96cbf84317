/**
 * How a picture becomes a network's input: the settings, and a guess of them from the input's shape. The user sees and
 * can correct the guess; `preprocess.ts` applies it.
 */
import * as z from 'zod';
import { ArgumentError } from '../shared/errors';
import { isFloat } from '../shared/tensor';
import type { Dimension, ValueInfo } from '../graph/graph';

export const Preprocessing = z.strictObject({
  layout: z
    .enum(['NCHW', 'NHWC'])
    .describe('Order of the axes: channels before rows (PyTorch, ONNX) or after columns (TensorFlow).'),
  channels: z.union([z.literal(1), z.literal(3)]).describe('1 for grey (luminance of Rec. 601), 3 for colour.'),
  height: z.int().min(1).describe('Height of the network’s input, in pixels.'),
  width: z.int().min(1).describe('Width of the network’s input, in pixels.'),
  fit: z
    .enum(['stretch', 'crop'])
    .describe(
      'stretch keeps all of the picture; crop keeps its proportions and trims the longer side equally at both ends.',
    ),
  cropShare: z
    .number()
    .gt(0)
    .max(1)
    .describe('With crop: the part of the shorter side that is kept, such as 0.875 for 224 of 256 pixels.'),
  resize: z.enum(['bilinear', 'nearest']).describe('Interpolation. bilinear averages when it shrinks, as Pillow does.'),
  invert: z.boolean().describe('Swap dark and light: for ink on paper given to a network trained on light strokes.'),
  channelOrder: z.enum(['RGB', 'BGR']).describe('Order of the colours the network was trained with. Ignored for grey.'),
  scale: z.number().describe('Factor on pixel values from 0 to 255: 1/255 for a network that expects 0 to 1.'),
  mean: z.array(z.number()).min(1).max(3).describe('Subtracted after scaling: one number, or one per channel.'),
  std: z
    .array(z.number().refine((value) => value !== 0, 'cannot be 0'))
    .min(1)
    .max(3)
    .describe('Divisor after the mean is subtracted: one number, or one per channel.'),
});

export type Preprocessing = z.infer<typeof Preprocessing>;

/** Settings that somebody wrote down. */
export interface KnownPreprocessing {
  settings: Partial<Preprocessing>;
  /** Where, to stand after "from". */
  source: string;
}

/** An input with what is known of how pictures become it. */
export type PictureInput = ValueInfo & { known?: KnownPreprocessing };

export interface PictureSize {
  width: number;
  height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  channels: number;
}

/**
 * Mean and standard deviation of ImageNet's training pictures on 0 to 1, red, green, blue, as published with
 * torchvision's models.
 */
export const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;

// From MobileNet's smallest (128) upwards; CIFAR has 32, Tiny ImageNet 64.
const IMAGENET_SIDE = 128;

/**
 * Settings for a picture and an input. Those set by the user come as `corrections`, those written down come with the input;
 * neither are guessed. Corrections and the sizes of the input override what is written down. The rules for the rest:
 *
 * - Layout: the place of the axis that is 1 or 3; NCHW if both or none could be. Channels: that axis; without one, grey
 *   if the
 *   picture is grey, else colour. Height and width: the input's, or the picture's own if the input takes any size.
 * - A flat input [N, K] takes the picture's own size, grey if height × width is K, colour if three times that is.
 * - An integer input gets 0 to 255 unchanged (scale 1).
 * - Three channels of at least 128 × 128, or of any size: ImageNet's mean and deviation on 0 to 1, and proportions
 *   kept. If the
 *   scale is set to another one, these numbers mean nothing and none are subtracted.
 * - All others, including one channel: 0 to 1, stretched.
 *
 * Throws ArgumentError when no picture can become this input.
 */
export function guessPreprocessing(
  input: PictureInput,
  picture: PictureSize,
  corrections: Partial<Preprocessing> = {},
): Preprocessing {
  const written = input.known?.settings ?? {};
  const layout = corrections.layout ?? written.layout ?? guessLayout(input.shape);
  const sizes = declaredSizes(input, layout);
  const height = corrections.height ?? sizes.height ?? written.height ?? picture.height;
  const width = corrections.width ?? sizes.width ?? written.width ?? picture.width;
  const channels = corrections.channels ?? guessChannels(input, sizes, picture, height * width);
  const told = { ...fitting(written, channels, corrections), ...corrections };
  const scale = told.scale ?? (isFloat(input.dtype) ? 1 / 255 : 1);
  const side = sizes.flat === undefined ? Math.min(sizes.height ?? Infinity, sizes.width ?? Infinity) : 0;
  const large = channels === 3 && side >= IMAGENET_SIDE;
  const imageNet = large && scale === 1 / 255;
  const order = told.channelOrder ?? 'RGB';
  const perChannel = (values: readonly number[]) => (order === 'RGB' ? [...values] : values.toReversed());
  const guess = {
    layout,
    channels,
    height,
    width,
    fit: large ? 'crop' : 'stretch',
    cropShare: 1,
    resize: 'bilinear',
    invert: false,
    channelOrder: order,
    scale,
    mean: imageNet ? perChannel(IMAGENET.mean) : [0],
    std: imageNet ? perChannel(IMAGENET.std) : [1],
  };
  const checked = Preprocessing.safeParse({ ...guess, ...told });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new ArgumentError(`Preprocessing of "${input.name}": ${issue!.path.join('.')} ${issue!.message}`);
}

/** What is written down for other numbers of channels, or for a scale or an order that a person changed, says nothing here. */
function fitting(
  { layout: _layout, height: _height, width: _width, channels: _channels, ...written }: Partial<Preprocessing>,
  channels: number,
  { scale, channelOrder }: Partial<Preprocessing>,
): Partial<Preprocessing> {
  const { mean, std, ...rest } = written;
  const counts = [mean, std].map((values) => values?.length ?? 1);
  if ((scale !== undefined && scale !== written.scale) || counts.some((count) => count !== 1 && count !== channels))
    return rest;
  const isTurned = channelOrder !== undefined && channelOrder !== (written.channelOrder ?? 'RGB');
  const inOrder = (values: number[]): number[] => (isTurned ? values.toReversed() : values);
  return { ...rest, ...(mean && { mean: inOrder(mean) }), ...(std && { std: inOrder(std) }) };
}

/** What an axis of the input stands for. */
export type Role = 'batch' | 'channels' | 'height' | 'width' | 'flat';

/**
 * The roles of the input's axes; an undeclared shape counts as rank 4. Throws ArgumentError for ranks without a
 * picture.
 */
export function rolesOf({ name, shape }: ValueInfo, layout: Preprocessing['layout']): Role[] {
  const picture: Role[] = layout === 'NCHW' ? ['channels', 'height', 'width'] : ['height', 'width', 'channels'];
  if (!shape || shape.length === 4) return ['batch', ...picture];
  if (shape.length === 3) return isColour(shape[picture.indexOf('channels')]) ? picture : ['batch', 'height', 'width'];
  if (shape.length === 2) return ['batch', 'flat'];
  if (shape.length === 1) return ['flat'];
  throw new ArgumentError(
    `A picture cannot become the input "${name}" of shape ${showShape(shape)}; use an array of that shape.`,
  );
}

export function showShape(shape: readonly Dimension[] | undefined): string {
  return shape ? `[${shape.join(', ')}]` : '[?]';
}

function guessLayout(shape: ValueInfo['shape']): Preprocessing['layout'] {
  if (!shape || shape.length < 3) return 'NCHW';
  return !isColour(shape.at(-3)) && isColour(shape.at(-1)) ? 'NHWC' : 'NCHW';
}

function isColour(dimension: Dimension | undefined): boolean {
  return dimension === 1 || dimension === 3;
}

type Sizes = Partial<Record<Role, number>>;

/** The sizes that the input fixes. */
function declaredSizes(input: ValueInfo, layout: Preprocessing['layout']): Sizes {
  const sizes: Sizes = {};
  rolesOf(input, layout).forEach((role, axis) => {
    const dimension = input.shape?.[axis];
    if (typeof dimension === 'number') sizes[role] = dimension;
  });
  return sizes;
}

function guessChannels(input: ValueInfo, { channels, flat }: Sizes, picture: PictureSize, area: number): 1 | 3 {
  const own = picture.channels >= 3 ? 3 : 1;
  if (flat !== undefined) {
    if (flat === area || flat === 3 * area) return flat === area ? 1 : 3;
    throw new ArgumentError(
      `The input "${input.name}" ${showShape(input.shape)} takes ${flat} numbers; this picture has ${picture.height} × ${picture.width} ` +
        `pixels, and neither ${area} (grey) nor ${3 * area} (colour) matches. Set the height and width the network was trained with.`,
    );
  }
  if (channels !== undefined && channels !== 1 && channels !== 3)
    throw new ArgumentError(
      `The input "${input.name}" ${showShape(input.shape)} has ${channels} channels, but a picture fills only 1 or 3. Use an array of that shape.`,
    );
  if (channels !== undefined) return channels;
  const roles = rolesOf(input, 'NCHW');
  return roles.includes('channels') || roles.includes('flat') ? own : 1;
}
