/** Bytes to text: UTF-8 with a count of what could not be decoded. */
import { ReelsenseError } from '../errors/index.js';

const REPLACEMENT = '\uFFFD';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface Decoded {
  readonly text: string;
  /** How many pieces of the bytes were not UTF-8; each stands in `text` as U+FFFD. */
  readonly replaced: number;
}

/** Decodes UTF-8; a U+FFFD that stands in the bytes themselves is text and does not count. */
export function decodeText(bytes: Uint8Array): Decoded {
  const text = decoder.decode(bytes);
  if (!text.includes(REPLACEMENT)) return { text, replaced: 0 };
  let written = 0;
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) written++;
  }
  let inText = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) inText++;
  return { text, replaced: inText - written };
}

/**
 * The same bytes without a byte order mark at the start.
 *
 * @throws ReelsenseError 'damaged-data' for UTF-16, which spreadsheets write as "Unicode text", and for what is compressed or a PDF.
 */
export async function* withoutByteOrderMark(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    if (start === undefined) {
      yield bytes;
      continue;
    }
    start = joined(start, bytes);
    if (start.byteLength < LONGEST_MARK) continue;
    yield stripMark(start, name);
    start = undefined;
  }
  if (start !== undefined && start.byteLength > 0) yield stripMark(start, name);
}

/** The bytes of both, one after the other. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.byteLength === 0) return second;
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}

/** How files begin that hold text but are none, and what to do with them. */
const compressed: readonly (readonly [mark: readonly number[], kind: string])[] = [
  [[0x1f, 0x8b], 'compressed (gzip): unpack it first'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or a spreadsheet: unpack it, or save it as CSV, first'],
  [[0x42, 0x5a, 0x68, 0x39], 'compressed (bzip2): unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58], 'compressed (xz): unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed (zstd): unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF: save its text as a text file first'],
];
const LONGEST_MARK = 4; // bytes

function stripMark(bytes: Uint8Array, name: string): Uint8Array {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ReelsenseError('damaged-data', `${name} is written in UTF-16: save it as UTF-8.`);
  }
  const [, kind] = compressed.find(([mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [];
  if (kind !== undefined) throw new ReelsenseError('damaged-data', `${name} is ${kind}.`);
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
}
