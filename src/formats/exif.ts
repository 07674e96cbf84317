/**
 * The only Exif field that changes a picture: its orientation (Exif 2.32, tag 0x0112). Cameras store rows as the sensor
 * reads them and record how to turn them; a network must see what a person sees. All other metadata is ignored.
 */

const ORIENTATION = 0x0112;

/** 1 (as stored) to 8, from a TIFF block; 1 for anything absent or malformed, as viewers do. */
export function exifOrientation(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Whether an orientation swaps width and height. */
export function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/**
 * The pixels [height, width, channels] as they should be seen. `width` and `height` are the stored ones. Orientations
 * 2, 4, 5 and 7 mirror; 3, 6 and 8 turn by 180°, 90° clockwise and 90° anticlockwise.
 */
export function orient(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: number,
  orientation: number,
): Uint8Array {
  if (orientation === 1) return pixels;
  const swap = swapsSides(orientation);
  const [rows, columns] = swap ? [width, height] : [height, width];
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8Array(pixels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [y, x] = swap ? [column, row] : [row, column];
      const source = ((fromBottom ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x)) * channels;
      const target = (row * columns + column) * channels;
      for (let channel = 0; channel < channels; channel++) out[target + channel] = pixels[source + channel]!;
    }
  }
  return out;
}
