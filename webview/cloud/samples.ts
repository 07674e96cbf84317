/** The samples behind the points, whatever maps there are of them: their columns, pictures and rows, each asked for once. */
import { cloudMessages, type CloudData } from '../../src/shared/cloud/panel';
import type { Float32Tensor } from '../../src/shared/tensor';
import type { Host } from '../ui/host';
import { Sprites } from './sprites';

/** Pixels of the longer side of a picture: sharp where it is drawn largest, in the card and the grid. */
const pictureSize = 48;

export class Samples {
  data: CloudData | undefined;
  /** Why there is none. */
  failure = '';
  readonly sprites: Sprites;

  constructor(
    private readonly host: Host,
    private readonly changed: () => void,
  ) {
    this.sprites = new Sprites(
      (indices) => host.request(cloudMessages.thumbnails, { indices, size: pictureSize }),
      changed,
    );
  }

  async read(): Promise<void> {
    try {
      this.data = await this.host.request<CloudData>(cloudMessages.data);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.changed();
  }

  rows(indices: readonly number[]): Promise<Float32Tensor> {
    return this.host.request(cloudMessages.samples, { indices });
  }
}
