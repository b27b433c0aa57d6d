/**
 * What a teacher said of texts, kept on the disk by text, so that each is asked about once: over stops, and in every run that
 * names the same folder.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFileAtomically } from '../checkpoint/index.js';

const TEXT_HASH_BYTES = 16;
const FILE_HASH_BYTES = 32;

export class KeptScores {
  private readonly known = new Map<string, Float32Array>();

  private constructor(
    private readonly folder: string,
    /** First part of the names of a teacher's files. */
    private readonly prefix: string,
    private readonly labels: number,
  ) {}

  /**
   * Reads what is kept of one teacher; files that are cut or altered are passed over.
   * @param folder is made when there is none
   * @param teacher SHA-256 of the teacher
   */
  static async open(folder: string, teacher: string, labels: readonly string[]): Promise<KeptScores> {
    await makeFolder(folder);
    const key = createHash('sha256')
      .update(JSON.stringify([teacher, labels]))
      .digest('hex');
    const kept = new KeptScores(folder, `${key.slice(0, 32)}-`, labels.length);
    for (const name of await readdir(folder)) {
      if (name.startsWith(kept.prefix) && name.endsWith('.bin'))
        kept.take(await readFile(join(folder, name)));
    }
    return kept;
  }

  /** Probabilities of the labels, in their order; undefined for a text that the teacher has not been asked about. */
  of(text: string): Float32Array | undefined {
    return this.known.get(keyOf(text));
  }

  /** Resolves when they are on the disk. @throws ReelsenseError 'no-space' */
  async add(texts: readonly string[], scores: readonly Float32Array[]): Promise<void> {
    const records = texts.map((text, i) => {
      const row = scores[i]!;
      const key = keyOf(text);
      this.known.set(key, row);
      const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
      return Buffer.concat([Buffer.from(key, 'hex'), bytes]);
    });
    const content = Buffer.concat(records);
    const hash = createHash('sha256').update(content).digest();
    const name = `${this.prefix}${hash.toString('hex').slice(0, 16)}.bin`;
    await writeFileAtomically(join(this.folder, name), Buffer.concat([content, hash]));
  }

  /** Takes back what the teacher said, here and on the disk. */
  async forget(): Promise<void> {
    this.known.clear();
    for (const name of await readdir(this.folder)) {
      if (name.startsWith(this.prefix)) await rm(join(this.folder, name), { force: true });
    }
  }

  private take(file: Buffer): void {
    const size = TEXT_HASH_BYTES + this.labels * 4;
    const content = file.subarray(0, Math.max(0, file.length - FILE_HASH_BYTES));
    const hash = createHash('sha256').update(content).digest();
    if (content.length % size !== 0 || !hash.equals(file.subarray(content.length))) return;
    for (let from = 0; from < content.length; from += size) {
      const scores = new Uint8Array(content.subarray(from + TEXT_HASH_BYTES, from + size));
      const key = content.toString('hex', from, from + TEXT_HASH_BYTES);
      this.known.set(key, new Float32Array(scores.buffer));
    }
  }
}

function keyOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * TEXT_HASH_BYTES);
}
