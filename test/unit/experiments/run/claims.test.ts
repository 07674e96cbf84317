/** Who computes what: one process at a time, and nobody for a process that is gone. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { claim, liveClaims } from '../../../../src/experiments/run/claims';
import type { RunStore } from '../../../../src/experiments/store/store';
import { eventually } from '../../../helpers/eventually';
import { temporaryFolder } from '../../../helpers/models';
import { workspace } from './fake';

/** Claims of others, in the file's words but for when they were last heard of, in milliseconds from now: who is alive? */
const others: [string, { host: string; pid: number; heard: number } | string, boolean][] = [
  ['a process of another machine, heard of just now', { host: 'elsewhere', pid: 1, heard: 0 }, true],
  ['a process of another machine, not heard of for a minute', { host: 'elsewhere', pid: 1, heard: -60_000 }, false],
  ['one whose clock is a minute ahead', { host: 'elsewhere', pid: 1, heard: 60_000 }, false],
  ['a process of this machine that is there', { host: hostname(), pid: process.ppid, heard: 0 }, true],
  ['a process of this machine that is gone', { host: hostname(), pid: 2 ** 22 + 1, heard: 0 }, false],
  ['an earlier process with the number of this one', { host: hostname(), pid: process.pid, heard: 0 }, false],
  ['one that is just being written', '', true],
];

describe('claims', () => {
  const files = temporaryFolder();
  let store: RunStore;
  let folder: string;
  let count = 0;
  beforeEach(() => {
    store = workspace(files.path(`workspace-${count++}`));
    folder = join(store.folder, 'claims');
    mkdirSync(folder, { recursive: true });
  });

  it('one at a time: the second comes away empty, until it is given back', async () => {
    const first = await claim(store, 'r');
    assert.ok(first);
    assert.equal(await claim(store, 'r'), undefined);
    await first.release();
    const second = await claim(store, 'r');
    assert.ok(second);
    await second.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('of twenty at once one gets it', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(store, 'r')));
    assert.equal(claims.filter(Boolean).length, 1);
    await claims.find(Boolean)?.release();
  });

  for (const [name, content, alive] of others) {
    it(`of ${name} ${alive ? 'holds' : 'is taken over'}`, async () => {
      writeFileSync(join(folder, 'r.json'), typeof content === 'string' ? content : claimOf(content));
      assert.deepEqual([...(await liveClaims(store)).keys()], alive ? ['r'] : []);
      const held = await claim(store, 'r');
      assert.equal(held !== undefined, !alive);
      await held?.release();
    });
  }

  it('that was never written to its end is stale in the end', async () => {
    writeFileSync(join(folder, 'r.json'), '{"host":');
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(folder, 'r.json'), before, before);
    const held = await claim(store, 'r');
    assert.ok(held);
    await held.release();
  });

  it('of twenty that find a stale one, one gets it, time after time', async () => {
    const stale = { host: 'elsewhere', pid: 1, process: 'another', heartbeat: Date.now() - 60_000 };
    for (let round = 0; round < 25; round++) {
      writeFileSync(join(folder, 'r.json'), JSON.stringify(stale));
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(store, 'r')));
      assert.equal(claims.filter(Boolean).length, 1);
      await claims.find(Boolean)?.release();
    }
  });

  it('show progress to others', async () => {
    const held = (await claim(store, 'r'))!;
    await eventually(async () => {
      held.report({ fraction: 0.25, message: 'SmoothGrad' });
      const { fraction, message } = (await liveClaims(store)).get('r')!;
      assert.deepEqual([fraction, message], [0.25, 'SmoothGrad']);
    });
    assert.match(readFileSync(join(folder, 'r.json'), 'utf8'), /"fraction":0.25,"message":"SmoothGrad"/);
    await held.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('that somebody else has taken over are not taken back', async () => {
    const held = (await claim(store, 'r'))!;
    const theirs = JSON.stringify({ host: 'elsewhere', pid: 1, process: 'another', heartbeat: Date.now() });
    writeFileSync(join(folder, 'r.json'), theirs);
    await held.release();
    assert.equal(readFileSync(join(folder, 'r.json'), 'utf8'), theirs);
  });
});

function claimOf({ heard, ...process }: { host: string; pid: number; heard: number }): string {
  return JSON.stringify({ process: 'another', ...process, heartbeat: Date.now() + heard });
}
