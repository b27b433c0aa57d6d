/**
 * A text in the fragment of an address, which browsers never send to a server: `#text=...` as it is, or `#packed=...` (deflate,
 * base64url) where that is shorter.
 */

/** The fragment with its '#'. */
export async function fragmentOf(text: string): Promise<string> {
  const plain = `#text=${encodeURIComponent(text)}`;
  if (plain.length < 200) return plain;
  const packed = `#packed=${base64url(await deflate(text))}`;
  return packed.length < plain.length ? packed : plain;
}

/** Longest text that is taken from an address; a small fragment may unpack to a very large one. */
const GREATEST_LENGTH = 1_000_000;

/** The text of a fragment; undefined when it holds none, or is damaged. */
export async function textOfFragment(fragment: string): Promise<string | undefined> {
  const [, kind, content] = /^#(text|packed)=(.*)$/s.exec(fragment) ?? [];
  if (content === undefined) return undefined;
  try {
    return kind === 'text' ? decodeURIComponent(content) : await inflate(bytesOf(content));
  } catch {
    return undefined;
  }
}

async function deflate(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    .getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > GREATEST_LENGTH) {
      await reader.cancel();
      throw new Error('The text of the address is too long.');
    }
  }
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
