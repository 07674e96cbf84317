/**
 * What a JPEG says about itself before its pixels (ITU T.81 annex B): size, components, colour transform, orientation.
 * Everything that the decoder would get wrong or could choke on is refused here, with its byte.
 */
import type { Fail } from './bytes';
import { exifOrientation } from './exif';
import { MAXIMUM_PIXELS, startsWith } from './format';

export const JPEG_MAGIC = [0xff, 0xd8, 0xff];

export interface JpegHeader {
  /** As stored, before the orientation is applied. */
  width: number;
  height: number;
  components: 1 | 3;
  /** Whether three components are luminance and chrominance, as almost always, rather than red, green and blue. */
  ycc: boolean;
  orientation: number;
}

const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;
// Frame headers are C0 to CF without the tables DHT (C4), JPG (C8) and DAC (CC); C0 to C2 are Huffman-coded DCT.
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
// Encoders make about ten scans; each costs a pass over the picture, however few bytes it has.
const MAXIMUM_SCANS = 64;

/** Walks all markers to the end of the image. Throws FormatError (through `fail`). */
export function readJpegHeader(bytes: Uint8Array, fail: Fail): JpegHeader {
  if (!startsWith(bytes, JPEG_MAGIC)) throw fail('does not start with the mark of a JPEG (FF D8 FF)', 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Omit<JpegHeader, 'orientation' | 'ycc'> & { ids: readonly number[] } = {
    width: 0,
    height: 0,
    components: 3,
    ids: [],
  };
  let [orientation, scans, jfif] = [1, 0, false];
  let adobeTransform: number | undefined;
  for (let at = nextMarker(bytes, 2); ;) {
    const marker = bytes[at + 1];
    if (marker === undefined) throw fail('the file ends before the picture does', bytes.length);
    if (marker === EOI) break;
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || at + 2 + length > bytes.length) throw fail('a segment is cut off', at);
    if (isFrame(marker)) {
      if (frame.ids.length) throw fail('has more than one frame', at);
      frame = readFrame(marker, segment, bytes.length, (reason) => fail(reason, at));
    }
    if (marker === 0xe0 && hasText(segment, 'JFIF\0')) jfif = true;
    if (marker === APP1 && hasText(segment, 'Exif\0\0')) orientation = exifOrientation(segment.subarray(6));
    if (marker === APP14 && hasText(segment, 'Adobe') && segment.length >= 12) adobeTransform = segment[11];
    if (marker === SOS && !frame.ids.length) throw fail('pixels come before the frame header', at);
    if (marker === SOS && ++scans > MAXIMUM_SCANS) throw fail(`has more than ${MAXIMUM_SCANS} scans`, at);
    at = nextMarker(bytes, at + 2 + length);
  }
  if (!scans) throw fail('has no pixels', bytes.length);
  const { width, height, components, ids } = frame;
  // As libjpeg decides: JFIF means YCbCr, Adobe's marker says so itself, else components named R, G, B are just that.
  const ycc = jfif || (adobeTransform === undefined ? String.fromCharCode(...ids) !== 'RGB' : adobeTransform !== 0);
  return { width, height, components, ycc, orientation };
}

/** Size, components and orientation, up to the frame header: the first bytes of a file are enough. */
export function readJpegFrame(head: Uint8Array, fileBytes: number, fail: Fail): Omit<JpegHeader, 'ycc'> {
  if (!startsWith(head, JPEG_MAGIC)) throw fail('does not start with the mark of a JPEG (FF D8 FF)', 0);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let orientation = 1;
  for (let at = nextMarker(head, 2); at + 4 <= head.length;) {
    const marker = head[at + 1]!;
    const length = view.getUint16(at + 2);
    const segment = head.subarray(at + 4, at + 2 + length);
    if (marker === APP1 && hasText(segment, 'Exif\0\0')) orientation = exifOrientation(segment.subarray(6));
    if (isFrame(marker)) {
      const { width, height, components } = readFrame(marker, segment, fileBytes, (reason) => fail(reason, at));
      return { width, height, components, orientation };
    }
    at = nextMarker(head, at + 2 + length);
  }
  throw fail('its frame header is not at the beginning', head.length);
}

function readFrame(marker: number, segment: Uint8Array, fileBytes: number, fail: (reason: string) => Error) {
  if (marker > 0xc2)
    throw fail('is a lossless, hierarchical or arithmetic-coded JPEG; save it as a baseline or progressive one');
  const components = segment[5] ?? 0;
  if (segment.length < 6 + 3 * components) throw fail('the frame header is cut off');
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  const [height, width] = [view.getUint16(1), view.getUint16(3)];
  if (segment[0] !== 8) throw fail(`has ${segment[0]} bits per sample; only 8 are supported`);
  if (components === 4) throw fail('is a CMYK picture for print; save it as RGB');
  if (components !== 1 && components !== 3)
    throw fail(`has ${components} colour components; only 1 (grey) or 3 are supported`);
  if (!width || !height) throw fail(`has the size ${width} × ${height}`);
  if (width * height > MAXIMUM_PIXELS)
    throw fail(`has ${width} × ${height} pixels; the limit is ${MAXIMUM_PIXELS / 1e6} million`);
  // Every block of 8 × 8 pixels takes at least one bit, so a size that this file is too short for is false or the file
  // is truncated.
  if (Math.ceil(width / 8) * Math.ceil(height / 8) > fileBytes * 8)
    throw fail(`claims ${width} × ${height} pixels, more than ${fileBytes} bytes can hold`);
  const ids = Array.from({ length: components }, (_, index) => segment[6 + 3 * index]!);
  return { width, height, components, ids } as const;
}

/** Where the next marker starts: FF and a byte that is neither stuffing (00), filling (FF) nor a restart (D0 to D7). */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
}

function hasText(segment: Uint8Array, text: string): boolean {
  return startsWith(segment, [...Buffer.from(text, 'latin1')]);
}
