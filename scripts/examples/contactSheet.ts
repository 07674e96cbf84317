/** Draws many digits on one sheet, test/output/digits.png, to be looked at: a row for each digit. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '../../src/formats';
import { CLASSES, drawDigits, seeds } from './dataset';
import { SIDE } from './draw';
import { root } from '../vscode/paths';

const COLUMNS = 24;

const { images } = drawDigits(CLASSES * COLUMNS, seeds.training);
const width = COLUMNS * SIDE;
const sheet = new Uint8Array(CLASSES * SIDE * width);
for (let i = 0; i < CLASSES * COLUMNS; i++) {
  const [digit, column] = [i % CLASSES, Math.floor(i / CLASSES)];
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      sheet[(digit * SIDE + y) * width + column * SIDE + x] = 255 * images.data[(i * SIDE + y) * SIDE + x]!;
}
const folder = join(root, 'test/output');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'digits.png'),
  encodePng({ dtype: 'uint8', shape: [CLASSES * SIDE, width, 1], data: sheet }),
);
