/** What made a result, so that it can be reproduced. */
import { arch, platform } from 'node:os';
import { runtimeVersion } from '../engine/runtime';
import type { Provenance } from '../shared/results';
import { version } from '../shared/version';

export async function provenanceOf(
  { id }: { id: string },
  parameters: Record<string, unknown>,
  seed: number,
  device: string,
  started: Date,
): Promise<Provenance> {
  return {
    method: id,
    parameters,
    seed,
    device,
    started: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    versions: {
      netloupe: version,
      onnxruntime: await runtimeVersion(),
      node: process.version,
      platform: `${platform()}-${arch()}`,
    },
  };
}
