/** The files before and after one in its folder. */
import { deepEqual } from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBeside } from '../../../src/editor/explain/beside';

describe('files beside', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netloupe-beside-'));
    for (const name of ['1.png', '2.jpg', '10.PNG', 'a.npz', 'b.npz', 'b.csv', 'notes.txt'])
      await writeFile(join(folder, name), '');
    await mkdir(join(folder, '3.png'));
  });

  after(() => rm(folder, { recursive: true }));

  const cases: [string, { before?: string; after?: string }][] = [
    ['1.png', { after: '2.jpg' }],
    ['2.jpg', { before: '1.png', after: '10.PNG' }],
    ['10.PNG', { before: '2.jpg' }],
    ['a.npz#x', { after: 'b.npz#x' }],
    ['b.csv', {}],
    ['gone.png', {}],
    ['3.png', {}],
  ];
  for (const [file, { before, after }] of cases)
    it(`of ${file}`, async () =>
      deepEqual(await filesBeside(join(folder, file)), {
        ...(before !== undefined && { before: join(folder, before) }),
        ...(after !== undefined && { after: join(folder, after) }),
      }));
});
