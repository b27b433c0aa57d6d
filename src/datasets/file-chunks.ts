/** Reads a file in pieces, hashing and reporting progress on the way. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readError } from './file-errors.js';

const CHUNK_BYTES = 256 * 1024;

export interface ChunkOptions {
  /** Called with the bytes read so far and in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What to do when the file is missing, to end the sentence of the error. */
  readonly remedy: string;
}

/** A file that is read once; its SHA-256 is known when it has been read to the end. */
export class HashedFile {
  private readonly hash = createHash('sha256');
  private digest: string | undefined;

  constructor(
    private readonly path: string,
    private readonly options: ChunkOptions,
  ) {}

  /** The bytes of the file; throws ReelsenseError 'file-not-found', or the reason of the abort signal. */
  async *chunks(): AsyncGenerator<Buffer> {
    const { onProgress, signal, remedy } = this.options;
    try {
      signal?.throwIfAborted();
      const { size } = await stat(this.path);
      let done = 0;
      for await (const chunk of createReadStream(this.path, { highWaterMark: CHUNK_BYTES, signal })) {
        this.hash.update(chunk);
        done += chunk.byteLength;
        onProgress?.(done, size);
        yield chunk;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw readError(error, this.path, remedy);
    }
  }

  /** SHA-256 in hex of the chunks read. */
  get sha256(): string {
    this.digest ??= this.hash.digest('hex');
    return this.digest;
  }
}

/** SHA-256 in hex of the file at `path`. */
export async function sha256OfFile(path: string, options: ChunkOptions): Promise<string> {
  const file = new HashedFile(path, options);
  for await (const _ of file.chunks());
  return file.sha256;
}
