/** The maps of a film in the axes of the first, each aligned again only when it, or one before it, has changed. */
import { over, type AlignedMap } from '../../../src/shared/cloud/procrustes';

interface Made {
  before: Float32Array | undefined;
  map: Float32Array;
  aligned: AlignedMap;
}

export class Sequence {
  #made: (Made | undefined)[] = [];
  #among: readonly Float32Array[] = [];

  /** As `alignedMaps` returns them; unchanged ones are the same objects as before. */
  align(maps: readonly (Float32Array | undefined)[], dimensions: number): (AlignedMap | undefined)[] {
    let before: Float32Array | undefined;
    this.#made = maps.map((map, step) => {
      if (!map) return undefined;
      const known = this.#made[step];
      const isKnown = known?.map === map && known.before === before;
      const made = isKnown ? known : { before, map, aligned: over(before, map, dimensions) };
      before = made.aligned.positions;
      return made;
    });
    return this.#made.map((made) => made?.aligned);
  }

  /** All existing ones, as one list that stays the same while they do. */
  get among(): readonly Float32Array[] {
    const now = this.#made.flatMap((made) => (made ? [made.aligned.positions] : []));
    const isSame = now.length === this.#among.length && now.every((map, i) => map === this.#among[i]);
    if (!isSame) this.#among = now;
    return this.#among;
  }
}
