/** A picture that is not what the network was trained on: colours, another size, uneven light. A digit in chalk on a board. */
import { encode } from 'jpeg-js';
import { random } from '../../src/shared/random';
import { handwriting, ink, SIDE } from './draw';

/** Pixels of the photo per pixel of the network's input. */
const SCALE = 10;
const QUALITY = 85;
/** RGB from 0 to 255. */
const BOARD = [24, 52, 42];
const CHALK = [238, 236, 226];

/** A JPEG of 280 × 280 pixels. */
export function drawPhoto(digit: number, seed: number): Uint8Array {
  const source = random(seed);
  const side = SCALE * SIDE;
  const strokes = handwriting(digit, source).map((stroke) => stroke.map(([x, y]) => [x * SCALE, y * SCALE] as const));
  const chalk = ink(strokes, 2.6 * SCALE, 0.6 * SCALE, side);
  const data = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      // Light falls in from the upper left; chalk leaves grains of the board bare.
      const light = 1.3 - (0.5 * (x + 1.5 * y)) / (2.5 * side) + 0.03 * source.normal();
      const grain = Math.min(1, Math.max(0, 0.9 + 0.25 * source.normal()));
      const cover = chalk[y * side + x]! * grain;
      for (let channel = 0; channel < 3; channel++) {
        const level = light * (BOARD[channel]! + cover * (CHALK[channel]! - BOARD[channel]!));
        data[4 * (y * side + x) + channel] = Math.min(255, Math.max(0, Math.round(level)));
      }
    }
  }
  return encode({ width: side, height: side, data }, QUALITY).data;
}
