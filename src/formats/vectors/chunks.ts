/** A file from start to end, one piece in memory at a time, for rows whose ends only their bytes tell. */
import type { ByteSource } from '../bytes';

/** Bytes read at once. */
const CHUNK = 2 ** 24;

export interface ReadingOptions {
  /** Bytes read at once; 16 MiB by default. */
  chunk?: number | undefined;
  /** Receives the fraction done, 0 to 1. */
  progress?: ((fraction: number) => void) | undefined;
}

export class Chunks {
  /** The piece in memory; bytes from {@link at} on are not consumed yet. */
  bytes = Buffer.alloc(0);
  at = 0;
  /** Offset of the piece's first byte in the file. */
  #start = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadingOptions,
  ) {}

  /** Offset of the next byte in the file. */
  get offset(): number {
    return this.#start + this.at;
  }

  /** Unconsumed bytes in memory. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Whether the rest of the file is in memory. */
  get isLast(): boolean {
    return this.#start + this.bytes.length === this.source.size;
  }

  /** Reads at least `wanted` bytes ahead, or all that the file has left. */
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
