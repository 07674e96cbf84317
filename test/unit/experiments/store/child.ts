/**
 * A process that uses a store, to be killed, to be left without disk or permission, or to have company. Answers in lines of JSON.
 *
 *     child endless ROOT             writes runs and says the id of each that is there
 *     child same ROOT ID …           writes these runs and says 'written' or 'exists' of each
 *     child busy ROOT NAME COUNT     writes runs, renames them, lists, deletes every third
 *     child fill ROOT                writes larger and larger runs until it cannot, and says how and what is there then
 *
 * With UID in its environment it first becomes that user.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newRunId, RunStore } from '../../../../src/experiments/store/store';
import { attribution, newRun } from './samples';

const [task, root, ...rest] = process.argv.slice(2) as [string, string, ...string[]];
if (process.env['UID_OF_CHILD']) process.setuid?.(Number(process.env['UID_OF_CHILD']));
const store = new RunStore(root);
const say = (what: unknown): void => console.log(JSON.stringify(what));

/** 1 MB of arrays. */
const LARGE = 2 ** 15;

const tasks: Record<string, () => Promise<void>> = {
  async endless() {
    // Made once, so that a kill mostly meets a write.
    const result = attribution(LARGE, process.pid);
    const kept = { name: 'map.npz', mediaType: 'application/x-npz', content: new Uint8Array(LARGE).fill(process.pid) };
    for (;;) {
      const id = newRunId();
      await store.write(newRun(id, { notes: String(process.pid) }), result, [kept]);
      say(id);
    }
  },

  async same() {
    for (const id of rest) {
      const written = await store.write(newRun(id, { notes: String(process.pid) }), attribution(64, process.pid));
      say(written === 'exists' ? written : 'written');
    }
  },

  async busy() {
    const [name, count] = [rest[0]!, Number(rest[1])];
    for (let i = 0; i < count; i++) {
      const id = `${name}-${i}`;
      await store.write(newRun(id), attribution(4, i));
      await store.rename(id, `title of ${id}`);
      if (i % 3 === 0) await store.delete(id);
      if (i % 10 === 0) say((await store.list()).filter((run) => 'unreadable' in run));
    }
  },

  async fill() {
    let error = '';
    for (let size = 256; !error && size < 2 ** 24; size *= 2) {
      await store.write(newRun(`size-${size}`), attribution(size)).catch((reason: unknown) => {
        error = reason instanceof Error ? reason.message : String(reason);
      });
    }
    const listed = await store.list();
    const whole = await Promise.all(
      listed.map(({ id }) => store.result(id).then(() => true, () => false)), // prettier-ignore
    );
    say({
      error,
      listed: listed.length,
      whole: whole.filter(Boolean).length,
      aside: namesIn('tmp'),
      runs: namesIn('runs').length,
    });
  },
};

await tasks[task]!();

function namesIn(folder: string): string[] {
  try {
    return readdirSync(join(root, '.netloupe', folder));
  } catch {
    return [];
  }
}
