/** Bytes to text: UTF-8 with a count of what could not be decoded. */
import { ReelsenseError } from '../errors/index.js';

const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

export interface Decoded {
  readonly text: string;
  /** How many pieces of the bytes were not UTF-8; each stands in `text` as U+FFFD. */
  readonly replaced: number;
}

/** Decodes UTF-8; a U+FFFD that stands in the bytes themselves is text and does not count. */
export function decodeText(bytes: Buffer): Decoded {
  const text = bytes.toString('utf8');
  if (!text.includes(REPLACEMENT)) return { text, replaced: 0 };
  let written = 0;
  for (let at = bytes.indexOf(REPLACEMENT_BYTES); at !== -1; at = bytes.indexOf(REPLACEMENT_BYTES, at + 3)) {
    written++;
  }
  let inText = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) inText++;
  return { text, replaced: inText - written };
}

/**
 * The same bytes without a byte order mark at the start.
 *
 * @throws ReelsenseError 'damaged-data' for UTF-16, which spreadsheets write as "Unicode text".
 */
export async function* withoutByteOrderMark(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = toBuffer(chunk);
    if (start === undefined) {
      yield bytes;
      continue;
    }
    start = start.byteLength === 0 ? bytes : Buffer.concat([start, bytes]);
    if (start.byteLength < 3) continue;
    yield stripMark(start, name);
    start = undefined;
  }
  if (start !== undefined && start.byteLength > 0) yield stripMark(start, name);
}

function toBuffer(chunk: Uint8Array | string): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function stripMark(bytes: Buffer, name: string): Buffer {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ReelsenseError('damaged-data', `${name} is written in UTF-16: save it as UTF-8.`);
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
}
