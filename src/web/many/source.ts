/** What is to be read: a file of the visitor's, or lines that were pasted. */
import { formatOfTable, type TableFormat } from '../../tables/index.js';

export type SourceFormat = TableFormat | 'txt';

export interface Source {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly format: SourceFormat;
  readonly content: Blob;
}

export function sourceOfFile(file: File): Source {
  return { name: file.name, size: file.size, format: formatOfTable(file.name) ?? 'txt', content: file };
}

/** A review a line. */
export function sourceOfLines(text: string): Source {
  const content = new Blob([text]);
  return { name: 'pasted lines', size: content.size, format: 'txt', content };
}

/** The chunks of a file as they are read. @param onBytes told how many bytes have been read so far */
export async function* chunksOf(
  content: Blob,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const reader = content.stream().getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
      onBytes?.(bytes);
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
