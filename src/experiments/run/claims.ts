/**
 * Who computes what right now: one small file per run, renewed while its process lives. Claims keep two processes from
 * doing the same work; the store, not claims, ensures that a run is kept only once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Progress } from '../../shared/requests';
import { cannotWrite, codeOf } from '../store/durable';
import type { RunStore } from '../store/store';

const HEARTBEAT_MS = 5000;

/** Without a heartbeat for this long, a process counts as dead. */
const STALE_MS = 30_000;

/** Progress is written at most this often. */
const REPORT_MS = 500;

const Claim = z.object({
  host: z.string(),
  pid: z.number(),
  /** Distinguishes this process from an earlier one with the same number. */
  process: z.string(),
  /** Milliseconds since 1970. */
  heartbeat: z.number(),
  fraction: z.number().exactOptional(),
  message: z.string().exactOptional(),
});

export type Claim = z.infer<typeof Claim>;

/** A claim of this process. */
export interface HeldClaim {
  /** Shown when claims are listed. */
  report(progress: Progress): void;
  release(): Promise<void>;
}

const self = { host: hostname(), pid: process.pid, process: randomBytes(8).toString('hex') };

/**
 * The claim on a run or a grid if nobody else has it. Throws ArgumentError for an invalid id, FormatError if the folder
 * cannot be written.
 */
export async function claim(store: RunStore, id: string): Promise<HeldClaim | undefined> {
  const path = join(folderOf(store), `${basename(store.pathOf(id))}.json`);
  const taken = (await create(path)) || ((await removeStale(path, store)) && (await create(path)));
  return taken ? hold(path, store) : undefined;
}

/** The claims of living processes, by run (or grid) id: what is running, in whichever process. */
export async function liveClaims(store: RunStore): Promise<Map<string, Claim>> {
  const names = await readdir(folderOf(store)).catch(() => []);
  const claims = names
    .filter((name) => name.endsWith('.json'))
    .map(async (name) => [name.slice(0, -5), await read(join(folderOf(store), name))] as const);
  const live = new Map<string, Claim>();
  for (const [id, found] of await Promise.all(claims)) if (found && isLive(found)) live.set(id, found);
  return live;
}

/** Removes what dead processes have left. Throws FormatError if the folder cannot be written. */
export async function discardStaleClaims(store: RunStore): Promise<void> {
  for (const name of await readdir(folderOf(store)).catch(() => []))
    await removeStale(join(folderOf(store), name), store);
}

function folderOf({ folder }: RunStore): string {
  return join(folder, 'claims');
}

async function create(path: string): Promise<boolean> {
  const text = JSON.stringify({ ...self, heartbeat: Date.now() });
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(path, error);
  }
}

/**
 * False if the claim is alive, or another process is removing it. Of several processes that find the same stale claim,
 * one gets the right to remove it and checks again first: later ones find another claim, or none.
 */
async function removeStale(path: string, { aside }: RunStore): Promise<boolean> {
  const found = await read(path);
  if (!found) return true;
  if (isLive(found)) return false;
  // A removal right left by a dead process expires.
  const name = [basename(path, '.json'), found.process, found.heartbeat, Math.floor(Date.now() / STALE_MS)].join('-');
  const right = join(aside, `claim-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`);
  if (!(await create(right))) return false;
  try {
    const now = await read(path);
    if (now && (now.process !== found.process || now.heartbeat !== found.heartbeat)) return false;
    await rm(path, { force: true });
    return true;
  } catch (error) {
    throw cannotWrite(path, error);
  } finally {
    await rm(right, { force: true });
  }
}

function hold(path: string, { aside }: RunStore): HeldClaim {
  let latest: Partial<Progress> = {};
  let written = Date.now();
  let released = false;
  let writing = Promise.resolve();
  const renew = (): void => {
    written = Date.now();
    writing = writing.then(async () => {
      const own = (await read(path))?.process === self.process;
      if (released || !own) return;
      const file = join(aside, `claim-${randomBytes(4).toString('hex')}`);
      await mkdir(aside, { recursive: true });
      await writeFile(file, JSON.stringify({ ...self, heartbeat: written, ...latest }));
      await rename(file, path);
    });
    // If a heartbeat cannot be written, the worst is that another process repeats the work.
    writing = writing.catch(() => undefined);
  };
  const timer = setInterval(renew, HEARTBEAT_MS);
  timer.unref();
  return {
    report: ({ fraction, message }) => {
      latest = { fraction, message };
      if (Date.now() - written >= REPORT_MS) renew();
    },
    release: async () => {
      clearInterval(timer);
      released = true;
      await writing;
      if ((await read(path))?.process === self.process) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** A claim being written is empty for a moment; its age is then that of its file. */
async function read(path: string): Promise<Claim | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    const parsed = Claim.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    return { host: '', pid: 0, process: '', heartbeat: (await stat(path)).mtimeMs };
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLive({ host, pid, process: owner, heartbeat }: Claim): boolean {
  if (owner === self.process) return true;
  if (Math.abs(Date.now() - heartbeat) > STALE_MS) return false;
  return host !== self.host || (pid !== self.pid && isRunning(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
