/** Maps of points as files of others: the three files of the TensorBoard Embedding Projector, and what a saved map says of itself. */
import { columnCells } from '../shared/columns';
import { float32Cell, tsvOf } from '../shared/csv';
import type { Column } from '../shared/dataset';
import { FormatError } from '../shared/errors';
import type { CloudResult } from '../shared/results';
import { placeOf, type SavedProvenance } from '../shared/results/cloud/kind';
import type { Tensor } from '../shared/tensor';

/** The array "provenance" of a saved map. Throws FormatError for what is no such text. */
export function parseCloudProvenance({ data }: Tensor, file: string): SavedProvenance {
  try {
    const made = JSON.parse(String(data[0])) as SavedProvenance;
    if (typeof made.method === 'string' && typeof made.data.path === 'string' && typeof made.parameters === 'object')
      return made;
  } catch {
    // Said below.
  }
  throw new FormatError(file, 'its array "provenance" is not what a map of NetLoupe says of itself');
}

/**
 * `tensors.tsv` with the places of the points, `metadata.tsv` with a line for each of them, and `projector_config.pbtxt`, which names
 * both for TensorBoard. The Projector takes no NaN, so points without a place are left out; "row" tells which are there.
 */
export function projectorFiles(
  { embedding, trust }: Pick<CloudResult, 'embedding' | 'trust'>,
  columns: readonly Column[],
  title: string,
): Record<'tensors.tsv' | 'metadata.tsv' | 'projector_config.pbtxt', string> {
  const [count = 0, dimensions = 2] = embedding.shape;
  const placed = Array.from({ length: count }, (_, i) => i).filter((i) =>
    Number.isFinite(embedding.data[i * dimensions]!),
  );
  const cells = columns.map(columnCells);
  const config = [
    'embeddings {',
    `  tensor_name: ${JSON.stringify(title)}`,
    '  tensor_path: "tensors.tsv"',
    '  metadata_path: "metadata.tsv"',
    '}',
    '',
  ];
  return {
    'tensors.tsv': tsvOf(placed.map((i) => placeOf(embedding.data, dimensions, i))),
    'metadata.tsv': tsvOf([
      ['row', ...columns.map(({ name }) => name), 'trust'],
      ...placed.map((i) => [i, ...cells.map((column) => column[i]!), float32Cell(trust[i]!)]),
    ]),
    'projector_config.pbtxt': config.join('\n'),
  };
}
