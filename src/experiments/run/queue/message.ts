/** What producers and workers of the queue say to each other, and how workers find the producer's folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { FormatError } from '../../../shared/errors';
import { cannotWrite, codeOf } from '../../store/durable';
import type { RunStore } from '../../store/store';
import { aboutFields } from '../../store/about';
import { Question } from '../../../shared/question/fields';

/** Prefix of all keys on the server. */
export const PREFIX = 'netloupe';

const text = z.string();

/** A job of the queue; its id there is the run's. Paths are relative to the shared folder. */
export const Assignment = z.object({
  run: z.object({
    id: text,
    label: text,
    request: Question,
    grid: text.exactOptional(),
    ...aboutFields,
  }),
  /** SHA-256 of the files in question. */
  hashes: z.record(text, text),
  /** Set if the job cannot be withdrawn: whichever worker starts it drops it. */
  cancelled: z.boolean().exactOptional(),
});

export type Assignment = z.infer<typeof Assignment>;

/** The failure reason of a cancelled job. */
export const CANCELLED = 'cancelled';

export function cancelTopic(queue: string): string {
  return `runs.${queue}.cancel`;
}

/**
 * The name of the folder's queue, stored in the folder: a worker that sees the folder under another path serves the
 * same queue, one that sees another folder does not. Throws FormatError if it cannot be written.
 */
export async function queueOf({ folder }: RunStore): Promise<string> {
  const path = join(folder, 'queue.json');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, JSON.stringify({ queue: randomUUID() }), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw cannotWrite(path, error);
  }
  for (let attempt = 1; ; attempt++) {
    const found = Named.safeParse(parse(await readFile(path, 'utf8')));
    if (found.success) return found.data.queue;
    // Another process may have just created the file without having written it.
    if (attempt > 5) throw new FormatError(path, 'does not name a queue; delete it to make a new one');
    await sleep(50);
  }
}

const Named = z.object({ queue: z.uuid() });

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
