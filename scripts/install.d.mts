/** Types of install.mjs, which is plain JavaScript because it runs before anything is installed. */
import type { SpawnSyncOptions, SpawnSyncReturns } from 'node:child_process';

export const root: string;
export function installIfNeeded(): void;
export function npm(args: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<Buffer>;
