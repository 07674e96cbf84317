/** A plane for viewing: t-SNE of the spectral embedding, in which samples with similar maps are near each other. */
import { float32, type Float32Tensor } from '../../shared/tensor';
import { tsne } from '../embedding/tsne';
import { parseParameters, type RunContext } from '../method';
import { unitRows } from './spectralClustering';

/** [n, 2] from the eigenvectors, by t-SNE with its defaults. Throws CancelledError. */
export async function layOut(context: RunContext, vectors: readonly Float64Array[]): Promise<Float32Tensor> {
  const rows = unitRows(vectors);
  const points = float32(
    [rows.length, vectors.length],
    rows.flatMap((row) => Array.from(row)),
  );
  const { embedding } = await tsne.run(
    { ...context, points, device: 'cpu', frame: () => undefined },
    parseParameters(tsne, {}),
  );
  return embedding;
}
