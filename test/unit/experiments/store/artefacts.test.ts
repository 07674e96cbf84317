/** Files that runs keep beside their arrays: written with the run or added to it, read, damaged, and gone with it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunStore } from '../../../../src/experiments/store/store';
import { ArgumentError, FormatError } from '../../../../src/shared/errors';
import { attribution, newRun, removeTemporaryFolders, temporaryFolder } from './samples';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const film = { name: 'film.bin', mediaType: 'application/octet-stream', content: bytes('frame by frame') };
const checkpoint = { name: 'step-100.safetensors', mediaType: 'application/octet-stream', content: bytes('weights') };

describe('artefacts of a run', () => {
  let root: string;
  let store: RunStore;
  beforeEach(() => {
    root = temporaryFolder();
    store = new RunStore(root);
  });
  after(removeTemporaryFolders);

  const kept = (name: string): string => join(store.pathOf('a'), name);

  it('are written with it, listed with their hash, and read by another process', async () => {
    const written = await store.write(newRun('a'), attribution(), [film, checkpoint]);
    const other = new RunStore(root);
    assert.deepEqual(await other.read('a'), written);
    assert.deepEqual(readdirSync(store.pathOf('a')).sort(), ['arrays.npz', 'film.bin', 'run.json', 'step-100.safetensors']); // prettier-ignore
    // sha256sum of "weights".
    assert.deepEqual((await other.read('a')).artefacts?.[1], { name: checkpoint.name, mediaType: checkpoint.mediaType, bytes: 7, sha256: '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c' }); // prettier-ignore
    assert.deepEqual(Buffer.from(await other.artefact('a', film.name)).toString(), 'frame by frame');
    assert.deepEqual(await other.damage(await other.read('a')), []);
    assert.deepEqual(await other.result('a'), attribution());
    await assert.rejects(other.artefact('a', 'sound.wav'), /keeps no file "sound.wav"; it keeps film.bin, step-100/);
  });

  it('stay when it gets a title, and go with it', async () => {
    await store.write(newRun('a'), attribution(), [film]);
    await store.rename('a', 'the one');
    assert.deepEqual(Buffer.from(await store.artefact('a', film.name)).toString(), 'frame by frame');
    await store.delete('a');
    assert.deepEqual([readdirSync(join(store.folder, 'runs')), readdirSync(store.aside)], [[], []]);
  });

  it('are kept of a failed run too', async () => {
    await store.write(newRun('a', { error: { kind: 'graph', message: 'No.' } }), undefined, [film]);
    assert.equal((await store.artefact('a', film.name)).length, film.content.length);
  });

  it('are those of whoever wrote the run first', async () => {
    await store.write(newRun('a'), attribution(), [film]);
    assert.equal(await store.write(newRun('a'), attribution(), [checkpoint]), 'exists');
    assert.deepEqual((await store.read('a')).artefacts?.map(({ name }) => name), [film.name]); // prettier-ignore
  });

  it('are added later, in place of one of that name', async () => {
    await store.write(newRun('a'), attribution(), [film]);
    assert.equal(await store.attach('a', checkpoint), kept(checkpoint.name));
    await store.attach('a', { ...film, content: bytes('another') });
    const record = await store.read('a');
    assert.deepEqual(record.artefacts?.map(({ name, bytes }) => [name, bytes]), [[checkpoint.name, 7], [film.name, 7]]); // prettier-ignore
    assert.deepEqual(Buffer.from(await store.artefact('a', film.name)).toString(), 'another');
    assert.deepEqual([await store.damage(record), readdirSync(store.aside)], [[], []]);
    await assert.rejects(store.attach('b', film), FormatError);
  });

  const harms: [what: string, harm: () => void, now: string, sentence: RegExp][] = [
    ['missing', () => rmSync(kept(film.name)), 'missing', /film\.bin: is not here/],
    ['longer', () => writeFileSync(kept(film.name), 'frame by frame!'), 'changed', /film\.bin: is damaged/],
    ['of the same length', () => writeFileSync(kept(film.name), 'frame by fra\0e'), 'changed', /film\.bin: is damaged/],
    ['one that an upset left unlisted', () => writeFileSync(kept('stray.bin'), ''), '', /^$/],
  ];
  for (const [what, harm, now, sentence] of harms)
    it(`say so where one is ${what}; the result is there all the same`, async () => {
      await store.write(newRun('a'), attribution(), [film, checkpoint]);
      harm();
      const record = await store.read('a');
      assert.deepEqual(await store.damage(record), now ? [{ file: film.name, now }] : []);
      if (now) await assert.rejects(store.artefact('a', film.name), sentence);
      assert.equal((await store.artefact('a', checkpoint.name)).length, 7);
      assert.deepEqual(await store.result('a'), attribution());
    });

  for (const name of [
    '',
    '.',
    '..',
    '.hidden',
    'run.json',
    'Arrays.NPZ',
    'a/b',
    'a\\b',
    '../../outside',
    'a b',
    'nul\0',
  ])
    it(`${JSON.stringify(name)} names none`, async () => {
      await assert.rejects(store.write(newRun('a'), attribution(), [{ ...film, name }]), ArgumentError);
      assert.equal(await store.has('a'), false);
      await store.write(newRun('a'), attribution(), [film]);
      const file = kept('run.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"film.bin"', JSON.stringify(name)));
      await assert.rejects(store.read('a'), /is not the record of a run/);
    });

  it('have names of their own', async () => {
    await assert.rejects(store.write(newRun('a'), attribution(), [film, film]), ArgumentError);
  });
});
