/** A file from its start to its end, a piece in hand at a time, for rows that end where only their bytes tell. */
import type { ByteSource } from '../bytes';

/** Bytes read at once. */
const CHUNK = 2 ** 24;

export interface ReadingOptions {
  /** Bytes read at once; 16 MiB by default. */
  chunk?: number | undefined;
  /** Gets the share of the work that is done, 0 to 1. */
  progress?: ((fraction: number) => void) | undefined;
}

export class Chunks {
  /** What is in hand: from {@link at} on it is still to be taken. */
  bytes = Buffer.alloc(0);
  at = 0;
  /** Of the first byte in hand, in the file. */
  #start = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadingOptions,
  ) {}

  /** In the file, of the next byte. */
  get offset(): number {
    return this.#start + this.at;
  }

  /** Bytes in hand. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Whether the rest of the file is in hand. */
  get isLast(): boolean {
    return this.#start + this.bytes.length === this.source.size;
  }

  /** Takes up at least `wanted` bytes, or all that the file has left. */
  async fill(wanted: number): Promise<void> {
    const { size, read } = this.source;
    const { offset } = this;
    const next = offset + this.left;
    const count = Math.min(Math.max(wanted - this.left, this.options.chunk ?? CHUNK), size - next);
    const rest = this.bytes.subarray(this.at);
    this.bytes = Buffer.concat([rest, await read(next, count)]);
    this.#start = offset;
    this.at = 0;
    this.options.progress?.((next + count) / size);
  }
}
