/**
 * Maps of points in other programs' files: the three files of the TensorBoard Embedding Projector, and the provenance
 * of a saved map.
 */
import { columnCells } from '../shared/columns';
import { float32Cell, tsvOf } from '../shared/csv';
import type { Column } from '../shared/dataset';
import { FormatError } from '../shared/errors';
import type { CloudResult } from '../shared/results';
import { placeOf, type SavedProvenance } from '../shared/results/cloud/kind';
import type { Tensor } from '../shared/tensor';

/** The array "provenance" of a saved map. Throws FormatError if it is not such a text. */
export function parseCloudProvenance({ data }: Tensor, file: string): SavedProvenance {
  try {
    const made = JSON.parse(String(data[0])) as SavedProvenance;
    if (typeof made.method === 'string' && typeof made.data.path === 'string' && typeof made.parameters === 'object')
      return made;
  } catch {
    // Reported below.
  }
  throw new FormatError(file, 'its array "provenance" was not written by NetLoupe');
}

/**
 * `tensors.tsv` with the positions of the points, `metadata.tsv` with a line for each, and `projector_config.pbtxt`,
 * which names both for TensorBoard. The Projector does not accept NaN, so points without a position are left out; "row"
 * says which remain.
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
