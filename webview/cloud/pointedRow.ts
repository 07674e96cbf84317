/** The numbers of the sample under the pointer, if it has no picture; read when the pointer rests. */
import { rowText } from './card';
import type { Samples } from './samples';

/** Milliseconds that a pointer rests before a row is read. */
const rest = 120;

export class PointedRow {
  text = '';
  #index = -1;

  constructor(private readonly changed: () => void) {}

  /** −1 for no sample. */
  async point(index: number, samples: Samples): Promise<void> {
    this.#index = index;
    this.text = '';
    const { description } = samples.data ?? {};
    if (index < 0 || !description || description.pictures) return;
    await new Promise((resolve) => setTimeout(resolve, rest));
    if (this.#index !== index) return;
    const row = await samples.rows([index]).catch(() => undefined);
    if (!row || this.#index !== index) return;
    this.text = rowText(row.data, description.features);
    this.changed();
  }
}
