/**
 * t-SNE of points in ten clusters, 64 columns, perplexity 30, each side in processes of its own: seconds from points in memory to the
 * map, and the divergence over all pairs of both maps, counted by the same program. Theirs is openTSNE or, where that is not installed,
 * scikit-learn with openTSNE's schedule.
 */
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeNpy } from '../../src/formats/npy';
import { random } from '../../src/shared/random';
import { float32, type Float32Tensor } from '../../src/shared/tensor';
import { bundle } from '../bundle';
import { THREADS, type Bench } from '../harness';

const COLUMNS = 64;
const CLUSTERS = 10;
/** scikit-learn would take an hour for the larger set. */
const SIZES = [
  { count: 10_000, peers: ['openTSNE', 'sklearn'] },
  { count: 50_000, peers: ['openTSNE'] },
];

interface Ours {
  seconds: number;
  divergence: number;
  firstPicture: number;
  peak: number;
}

export async function embedding(bench: Bench): Promise<void> {
  const ours = await bundle('tsne');
  for (const { count, peers } of SIZES) {
    const title = `t-SNE of ${count.toLocaleString('en')} × ${COLUMNS}`;
    const points = join(bench.folder, `points-${count}.npy`);
    writeFileSync(points, encodeNpy(clusters(count)));
    const mine = await run<Ours>(process.execPath, [ours, points]);
    const other = await theirs(points, peers, join(bench.folder, `map-${count}.npy`));
    const divergence = other && (await run<Ours>(process.execPath, [ours, points, other.map])).divergence;
    const beside = other
      ? `; ${other.name}: ${other.seconds.toFixed(1)} s, KL ${divergence!.toFixed(4)}; ratio ${(mine.seconds / other.seconds).toFixed(2)}`
      : '';
    bench.report({
      title,
      value: `${mine.seconds.toFixed(1)} s, KL ${mine.divergence.toFixed(4)}${beside}`,
      goal: '0.5 of openTSNE, KL within 1 %',
    });
    bench.report({ title: `${title}, first picture`, value: `${mine.firstPicture.toFixed(2)} s`, goal: '1 s' });
    bench.report({ title: `${title}, memory`, value: `${(mine.peak / 2 ** 20).toFixed(0)} MB`, goal: '1 GB' });
  }
}

function clusters(count: number): Float32Tensor {
  const { normal } = random(1);
  const centres = Array.from({ length: CLUSTERS * COLUMNS }, () => normal() * Math.SQRT2);
  const at = (i: number): number => centres[(Math.floor(i / COLUMNS) % CLUSTERS) * COLUMNS + (i % COLUMNS)]! + normal();
  return float32(
    [count, COLUMNS],
    Float32Array.from({ length: count * COLUMNS }, (_, i) => at(i)),
  );
}

/** The first of the peers that some Python here can import. */
async function theirs(points: string, peers: readonly string[], map: string) {
  const script = fileURLToPath(new URL('../peers/tsne_peer.py', import.meta.url));
  for (const name of peers) {
    for (const python of ['/usr/bin/python3', 'python3']) {
      if (python.startsWith('/') && !existsSync(python)) continue;
      const found = await run<{ seconds: number; version: string }>(python, [script, name, points, map]).catch(
        () => undefined,
      );
      if (found) return { name: `${name} ${found.version}`, seconds: found.seconds, map };
    }
  }
  return undefined;
}

async function run<Answer>(program: string, args: readonly string[]): Promise<Answer> {
  const threads = { OMP_NUM_THREADS: String(THREADS), OPENBLAS_NUM_THREADS: String(THREADS) };
  const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, ...threads } });
  return JSON.parse(stdout) as Answer;
}
