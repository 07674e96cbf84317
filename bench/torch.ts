/** Finds a Python that has PyTorch. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Debian's package is for the system's own Python, which another one on the PATH may hide. */
const pythons = ['/usr/bin/python3', 'python3', 'python'];

/** The command that starts PyTorch's side; undefined, and said how to get it, where there is none. */
export function findTorch(): string[] | undefined {
  for (const python of pythons) {
    if (python.startsWith('/') && !existsSync(python)) continue;
    const { status } = spawnSync(python, ['-c', 'import numpy, torch'], { stdio: 'ignore' });
    if (status === 0) return [python, fileURLToPath(new URL('peers/torch_peer.py', import.meta.url))];
  }
  console.log(
    'No PyTorch here, so ours is measured alone. To compare: apt-get install python3-torch (Debian), or pip install torch numpy.',
  );
  return undefined;
}
