/** The arrays of a class as bitmaps: heatmaps with one scale each, pictures in their own grey levels or colours. */
import type { ClassClusters } from '../../src/shared/results';
import { divergingMaps, type MapId } from '../../src/shared/picture/diverging';
import type { Plane } from '../../src/shared/picture/plane';
import { symmetricLimit } from '../../src/shared/picture/scale';
import { paintHeat, paintInput } from '../picture/paint';
import type { Bitmap } from './tile';

/** A map of any shape; one that is not a picture becomes one row. */
export function heatBitmap(values: Float32Array, shape: readonly number[], colours: MapId): Bitmap {
  const [height, width] = shape.length === 2 ? (shape as [number, number]) : [1, values.length];
  const plane = { width, height, values };
  const pixels = paintHeat(plane, symmetricLimit(values, 'maximum').limit, divergingMaps[colours]);
  return { width, height, pixels };
}

/** The map of the i-th sample of the class. */
export function mapBitmap({ maps }: ClassClusters, i: number, colours: MapId): Bitmap {
  const shape = maps.shape.slice(1);
  const size = shape.reduce((product, length) => product * length, 1);
  return heatBitmap(maps.data.subarray(i * size, (i + 1) * size), shape, colours);
}

/** What the network received for the i-th sample; undefined if it is not a picture. */
export function pictureBitmap({ pictures }: ClassClusters, i: number): Bitmap | undefined {
  if (!(pictures?.data instanceof Uint8Array)) return undefined;
  const [, height, width, channels] = pictures.shape as [number, number, number, number];
  const size = height * width * channels;
  const bytes = pictures.data.subarray(i * size, (i + 1) * size);
  const planes = Array.from({ length: channels }, (_, c): Plane => ({
    width,
    height,
    values: Float32Array.from({ length: width * height }, (_unused, place) => bytes[place * channels + c]!),
  }));
  return { width, height, pixels: paintInput(planes, [0, 255]) };
}
