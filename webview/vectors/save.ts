/**
 * Saves what the parts of the vectors panel show. Each returns the sentence that says where; '' if the user cancels.
 */
import type { SaveRequest } from '../../src/shared/api/save';
import type { VectorsEditor } from '../../src/shared/api/vectors';
import { csvOf, type Row } from '../../src/shared/csv';

export function saveTable(editor: VectorsEditor, name: string, rows: readonly Row[]): Promise<string> {
  return save(editor, { name, bytes: new TextEncoder().encode(csvOf(rows)) });
}

export function savePicture(editor: VectorsEditor, name: string, bytes: Uint8Array): Promise<string> {
  return save(editor, { name, bytes });
}

async function save(editor: VectorsEditor, request: SaveRequest): Promise<string> {
  const where = await editor.save(request);
  return where && `Saved ${where}.`;
}
