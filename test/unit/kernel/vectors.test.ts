/** Vectors that stay open: read once for all who ask meanwhile, given up when the last of them has, read anew when their file has changed. */
import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { Engine } from '../../../src/engine/engine';
import { Vectors } from '../../../src/kernel/vectors';
import { temporaryFolder } from '../../helpers/models';

describe('vectors that stay open', () => {
  const files = temporaryFolder();
  let service: Vectors;
  let vectors: string;
  beforeEach(() => {
    service = new Vectors(new Engine());
    vectors = files.path('v.vec');
    writeFileSync(vectors, 'england 1 0 0\nlondon 1 0 1\nfrance 0 1 0\nparis 0 1 1\n');
  });

  it('are described, with progress up to the end', async () => {
    const fractions: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => void fractions.push(fraction);
    const description = await service.describeVectors({ vectors }, { onProgress });
    assert.deepEqual(description, { path: vectors, count: 4, width: 3, first: ['england', 'london', 'france', 'paris'], conventions: [] }); // prettier-ignore
    assert.equal(fractions.at(-1), 1);
  });

  it('are there for the second when the first has given up', async () => {
    const first = new AbortController();
    const [one, two] = [
      service.describeVectors({ vectors }, { signal: first.signal }),
      service.completeNames({ vectors, prefix: 'l', count: 5 }, {}),
    ];
    first.abort();
    await assert.rejects(one, { name: 'CancelledError' });
    assert.deepEqual(await two, ['london']);
  });

  it('are given up when all have, and read anew by the next', async () => {
    const controller = new AbortController();
    const calls = [1, 2].map(() => service.describeVectors({ vectors }, { signal: controller.signal }));
    controller.abort();
    for (const call of calls) await assert.rejects(call, { name: 'CancelledError' });
    assert.equal((await service.describeVectors({ vectors }, {})).count, 4);
  });

  it('are read anew when their file, or their vocabulary, has changed', async () => {
    const names = files.path('names.txt');
    writeFileSync(names, 'a\nb\nc\nd\n');
    assert.deepEqual((await service.describeVectors({ vectors, names }, {})).first, ['a', 'b', 'c', 'd']);
    writeFileSync(names, 'e\nf\ng\nh\n');
    utimesSync(names, 1, 1);
    assert.deepEqual((await service.describeVectors({ vectors, names }, {})).first, ['e', 'f', 'g', 'h']);
    writeFileSync(vectors, 'england 1 0 0\n');
    assert.equal((await service.describeVectors({ vectors }, {})).count, 1);
  });
});
