/** The identity of a question: what is asked, whatever the order in which names are written, and of which bytes. */
import { createHash } from 'node:crypto';
import type { JobRequest } from './experiment';

/** The same question about the same files: hex of the SHA-256 of the request and of the files' hashes, which stand for their paths. */
export function jobKey(request: JobRequest, hashes: { model?: string; data?: string }): string {
  const { method, parameters, seed, device, target, preprocessing, layer, pooling, model, input } = request;
  const hash = input?.lastIndexOf('#') ?? -1;
  const array = hash < 0 ? undefined : input!.slice(hash + 1);
  const files = { model: hashes.model ?? model, data: hashes.data ?? input, array };
  return createHash('sha256')
    .update(canonical({ method, parameters, seed, device, target, preprocessing, layer, pooling, ...files }))
    .digest('hex');
}

/** JSON with sorted names. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
