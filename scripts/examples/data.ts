/**
 * Writes the data of the examples: pictures of digits, a photo, a test set, the names of the classes, and word vectors.
 *
 *     npx tsx scripts/examples/data.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examples } from '../vscode/paths';
import { dataFiles } from './dataFiles';

for (const [name, bytes] of dataFiles()) {
  const file = join(examples, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
