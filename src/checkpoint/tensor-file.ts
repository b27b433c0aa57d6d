/**
 * Tensors and a JSON header in one file of the safetensors format
 * (https://github.com/huggingface/safetensors#format): 8 bytes little-endian with the length N of the JSON, N bytes of JSON
 * `{ "__metadata__": {...}, name: { dtype, shape, data_offsets } }`, then the data without gaps. Nothing in it is executable.
 * The arrays are written as they lie in memory, which on every platform of ONNX Runtime is little-endian, as the format asks.
 */
import { createHash, type Hash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { isPlainObject, strictJson } from './canonical-json.js';
import { inPieces, writeSynced } from './write-file-atomically.js';

const ARRAY_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

type ElementType = keyof typeof ARRAY_TYPES;
export type TensorArray = InstanceType<(typeof ARRAY_TYPES)[ElementType]>;

export interface TensorFile {
  readonly header: Record<string, unknown>;
  /** In the order in which they were written. */
  readonly tensors: Record<string, TensorArray>;
}

const FORMAT = 'reelsense-checkpoint';
const FORMAT_VERSION = '1';
const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
/** Bytes of JSON at most: names, shapes and the header; larger can only be damage. */
const MAXIMUM_JSON_BYTES = 64 * 1024 * 1024;

/**
 * Writes a new file and syncs it; a few megabytes of memory whatever the size of the tensors.
 * @returns the SHA-256 of all its bytes, in hexadecimal
 * @throws Error when the header does not survive JSON; ReelsenseError 'no-space'; the file is then gone
 */
export async function writeTensorFile(
  path: string,
  content: { header: object; tensors: Readonly<Record<string, TensorArray>> },
  shownAs = path,
): Promise<string> {
  const json: Record<string, unknown> = {
    [METADATA]: {
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      header: strictJson(content.header, 'header'),
    },
  };
  let offset = 0;
  for (const [name, array] of Object.entries(content.tensors)) {
    if (name === METADATA || name === '__proto__') throw new Error(`A tensor cannot be named ${name}.`);
    const end = offset + array.byteLength;
    json[name] = { dtype: elementType(name, array), shape: [array.length], data_offsets: [offset, end] };
    offset = end;
  }
  const hash = createHash('sha256');
  await writeSynced(path, hashed(hash, jsonBytes(json), Object.values(content.tensors)), shownAs);
  return hash.digest('hex');
}

/**
 * Reads a file once, straight into the arrays it returns, and compares the hash of these very bytes.
 * @throws Error saying what is wrong with the file, in words that fit after "because"
 */
export async function readTensorFile(path: string, expectedSha256: string): Promise<TensorFile> {
  const handle = await fs.open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const hash = createHash('sha256');
    const length = Buffer.alloc(LENGTH_BYTES);
    if (size < LENGTH_BYTES) throw new Error(`it has only ${size} bytes`);
    await readWhole(handle, length, 0, hash);
    const jsonLength = Number(length.readBigUInt64LE());
    if (jsonLength > MAXIMUM_JSON_BYTES || jsonLength > size - LENGTH_BYTES)
      throw new Error('it is cut or altered');
    const json = Buffer.alloc(jsonLength);
    await readWhole(handle, json, LENGTH_BYTES, hash);
    const dataStart = LENGTH_BYTES + jsonLength;
    const { header, layout } = parseJson(json, size - dataStart);
    const tensors: [string, TensorArray][] = [];
    for (const { name, type, count, offset } of layout) {
      const array = new ARRAY_TYPES[type](count);
      await readWhole(handle, bytesOf(array), dataStart + offset, hash);
      tensors.push([name, array]);
    }
    if (hash.digest('hex') !== expectedSha256) throw new Error('its content does not match its SHA-256');
    return { header, tensors: Object.fromEntries(tensors) };
  } finally {
    await handle.close();
  }
}

interface Place {
  readonly name: string;
  readonly type: ElementType;
  readonly count: number; // elements
  readonly offset: number; // bytes from the start of the data
}

function parseJson(bytes: Buffer, dataBytes: number): { header: Record<string, unknown>; layout: Place[] } {
  const altered = new Error('its header is altered');
  const parse = (text: string): Record<string, unknown> => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw altered;
    }
    if (!isPlainObject(value)) throw altered;
    return value;
  };
  const { [METADATA]: metadata, ...places } = parse(bytes.toString('utf8'));
  if (!isPlainObject(metadata) || metadata.format !== FORMAT || typeof metadata.header !== 'string')
    throw altered;
  if (metadata.formatVersion !== FORMAT_VERSION) {
    throw new Error(
      `it has format version ${String(metadata.formatVersion)}, and this program reads ${FORMAT_VERSION}`,
    );
  }
  let offset = 0;
  const layout = Object.entries(places).map(([name, place]): Place => {
    if (!isPlainObject(place) || !Array.isArray(place.shape) || !Array.isArray(place.data_offsets))
      throw altered;
    const type = place.dtype;
    const count: unknown = place.shape[0];
    if (typeof type !== 'string' || !isElementType(type) || typeof count !== 'number') throw altered;
    const end = offset + count * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
    const wrongEnd = !Number.isSafeInteger(count) || count < 0 || end > dataBytes;
    if (wrongEnd || place.data_offsets[0] !== offset || place.data_offsets[1] !== end) throw altered;
    const result = { name, type, count, offset };
    offset = end;
    return result;
  });
  if (offset !== dataBytes) throw new Error('it is cut or altered');
  return { header: parse(metadata.header), layout };
}

function* hashed(hash: Hash, head: Uint8Array, arrays: readonly TensorArray[]): Generator<Uint8Array> {
  for (const bytes of [head, ...arrays.map(bytesOf)]) {
    for (const piece of inPieces(bytes)) {
      hash.update(piece);
      yield piece;
    }
  }
}

function jsonBytes(json: object): Uint8Array {
  const text = Buffer.from(JSON.stringify(json));
  const padding = Buffer.alloc((LENGTH_BYTES - (text.length % LENGTH_BYTES)) % LENGTH_BYTES, ' '); // data begins aligned
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(text.length + padding.length));
  return Buffer.concat([length, text, padding]);
}

function elementType(name: string, array: TensorArray): ElementType {
  const found = Object.entries(ARRAY_TYPES).find(([, type]) => type.name === array[Symbol.toStringTag]);
  if (found === undefined || !isElementType(found[0]))
    throw new Error(`Tensor ${name} has a type that cannot be stored.`);
  return found[0];
}

function isElementType(name: string): name is ElementType {
  return Object.hasOwn(ARRAY_TYPES, name);
}

function bytesOf(array: TensorArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

async function readWhole(
  handle: fs.FileHandle,
  bytes: Uint8Array,
  position: number,
  hash: Hash,
): Promise<void> {
  let at = position;
  for (const piece of inPieces(bytes)) {
    let filled = 0;
    while (filled < piece.length) {
      const { bytesRead } = await handle.read(piece, filled, piece.length - filled, at);
      if (bytesRead === 0) throw new Error('it ends too early');
      filled += bytesRead;
      at += bytesRead;
    }
    hash.update(piece);
  }
}
