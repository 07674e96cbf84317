/** The samples behind the points of all maps: their columns, pictures and rows, each requested once. */
import type { CloudData, CloudEditor } from '../../src/shared/api/cloud';
import type { Float32Tensor } from '../../src/shared/tensor';
import { Sprites } from './sprites';
import { messageOf } from '../../src/shared/errors';

/** Pixels of the longer side of a picture: sharp at its largest size, in the card and the grid. */
const pictureSize = 48;

export class Samples {
  data: CloudData | undefined;
  /** Why there is none. */
  failure = '';
  readonly sprites: Sprites;

  constructor(
    private readonly editor: CloudEditor,
    private readonly changed: () => void,
  ) {
    this.sprites = new Sprites((indices) => editor.thumbnails({ indices, size: pictureSize }), changed);
  }

  async read(): Promise<void> {
    try {
      this.data = await this.editor.data();
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.changed();
  }

  rows(indices: number[]): Promise<Float32Tensor> {
    return this.editor.samples({ indices });
  }
}
