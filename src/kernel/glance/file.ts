/** A glance at a data file: its contents, and the statistics and a small picture of one of its arrays. */
import { stat } from 'node:fs/promises';
import { openFile } from '../../formats';
import { hasExtension, type ArrayInfo, type DataFile } from '../../formats/format';
import { resize } from '../../formats/resize';
import { ArgumentError, FormatError } from '../../shared/errors';
import type { FileDescription, FileRequest, SmallPicture } from '../../shared/glance';
import type { MapId } from '../../shared/picture/diverging';
import { layoutOf } from '../../shared/picture/layout';
import { symmetricLimit } from '../../shared/picture/scale';
import { bytesPerElement, sizeOf, toNumbers, type Shape, type Tensor } from '../../shared/tensor';
import { paint, type Colouring } from './paint';
import { matrixPlan, tilesPlan, type PicturePlan } from './plan';
import { RunningStatistics } from './statistics';

/** Arrays and tables beyond 64 MiB are described without their numbers, which would take too long to read. */
const mostBytes = 2 ** 26;
/** Pixels of a picture's thumbnail: 160 × 120 of them as RGBA fit into a text whatever their compression. */
const thumbnail = { width: 160, height: 120 };

/** Throws FormatError for a broken file, ArgumentError if it has no such array. */
export async function describeFile({ path, array, colours }: FileRequest): Promise<FileDescription> {
  const { size: bytes } = await stat(path).catch((cause: unknown) => {
    throw new FormatError(path, 'there is no such file', undefined, { cause });
  });
  if (bytes > mostBytes && hasExtension(path, ['.csv', '.tsv', '.vec']))
    throw new ArgumentError(
      `${path} has ${Math.round(bytes / 2 ** 20)} MiB, too much for a glance; tables are shown up to 64 MiB.`,
    );
  const file = await openFile(path);
  const { format, arrays, columns, unreadable = [] } = file;
  const name = array ?? file.main ?? largest(arrays)?.name;
  const info = arrays.find((known) => known.name === name);
  if (array !== undefined && !info && !unreadable.some((known) => known.name === array)) await file.read(array);
  const readable = info && info.dtype !== 'string' && sizeOf(info.shape) > 0;
  const small = readable && sizeOf(info.shape) * bytesPerElement(info.dtype) <= mostBytes;
  return {
    path,
    format,
    bytes,
    arrays: arrays.map(({ name, dtype, shape }) => ({ name, dtype, shape: [...shape] })),
    unreadable: [...unreadable],
    ...(columns && { columns: [...columns] }),
    ...(small && look(file, info.name, await file.read(info.name), colours)),
  };
}

function largest(arrays: readonly ArrayInfo[]): ArrayInfo | undefined {
  const numbers = arrays.filter(({ dtype }) => dtype !== 'string');
  return [...numbers].sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape))[0] ?? arrays[0];
}

function look(
  file: DataFile,
  name: string,
  tensor: Tensor,
  colours: MapId,
): Pick<FileDescription, 'shown' | 'picture'> {
  const numbers = toNumbers(tensor);
  const statistics = new RunningStatistics();
  statistics.add(numbers);
  const shown = { name, statistics: statistics.result };
  if (file.picture) return { shown, picture: shrunk(tensor, numbers) };
  const plan = planOf(tensor.shape);
  if (!plan) return { shown };
  const values = Float64Array.from(plan.indices, (index) => (index < 0 ? NaN : numbers[index]!));
  const bytes = tensor.dtype === 'uint8' && tensor.shape.length > 2;
  const range = bytes ? { min: 0, max: 255 } : shown.statistics;
  return { shown, picture: paint(plan, values, colouringOf(range, values, plan, colours)) };
}

/** Signed numbers around 0, others from the minimum to the maximum. */
function colouringOf(
  { min, max }: { min: number; max: number },
  values: Float64Array,
  { channels }: PicturePlan,
  colours: MapId,
): Colouring {
  if (min < 0 && max > 0 && channels === 1)
    return { kind: 'diverging', limit: symmetricLimit(Float32Array.from(values), 'percentile').limit, colours };
  return { kind: 'grey', low: min, high: max };
}

/** Arrays of pictures as tiles, other arrays as a matrix; a single row of numbers is not a picture. */
function planOf(shape: Shape): PicturePlan | undefined {
  const [samples = 1, height = 1, width = 1] = shape;
  const single = shape.length === 3 && (width === 1 || width === 3) && Math.min(samples, height) > 4;
  const layout = layoutOf(single ? [1, ...shape] : shape);
  if (shape.length > 2 && layout.kind === 'image') {
    const { size, stride, channels, channelStride, sampleSize } = layout;
    const plan = tilesPlan(
      { size: layout.samples, name: 'picture', ...size, channels: channels === 3 ? 3 : 1 },
      (sample, y, x, c) => sample * sampleSize + c * channelStride + y * stride.height + x * stride.width,
    );
    return channels === 1 || channels === 3 ? plan : { ...plan, caption: `${plan.caption}, channel 0 of ${channels}` };
  }
  const columns = sizeOf(shape.slice(1));
  if (shape.length < 2 || columns === 1) return undefined;
  return matrixPlan(
    { size: samples, name: 'row' },
    { size: columns, name: 'column' },
    (row, column) => row * columns + column,
  );
}

/** A small version of a photo. Opacity is left out: a network sees only a picture's colours. */
function shrunk({ shape, dtype }: Tensor, numbers: ArrayLike<number>): SmallPicture {
  const [height = 1, width = 1, channels = 1] = shape;
  const factor = Math.min(1, thumbnail.width / width, thumbnail.height / height);
  const [tall, wide] = [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
  const colours = channels < 3 ? 1 : 3;
  // For a large photo, a grid of pixels at least twice as fine as the thumbnail: it looks the same, and takes no
  // memory.
  const step = Math.max(1, Math.floor(0.5 / factor));
  const grid = { width: Math.ceil(width / step), height: Math.ceil(height / step), channels: colours };
  const data = new Float32Array(grid.width * grid.height * colours);
  for (let i = 0; i < data.length; i++) {
    const place = Math.floor(i / colours);
    const [y, x] = [Math.floor(place / grid.width) * step, (place % grid.width) * step];
    data[i] = numbers[(y * width + x) * channels + (i % colours)]!;
  }
  const small = resize({ ...grid, data }, wide, tall, 'bilinear').data;
  const plan: PicturePlan = {
    width: wide,
    height: tall,
    channels: colours,
    indices: Float64Array.from(small.keys()),
    caption: `${width} × ${height} pixels`,
  };
  return paint(
    plan,
    small,
    { kind: 'grey', low: 0, high: dtype === 'uint16' ? 65535 : 255 },
    factor < 1 ? 1 : undefined,
  );
}
