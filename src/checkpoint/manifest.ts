/** manifest.json of a model folder: which files make the model, with the size and SHA-256 of each. */
import { createHash } from 'node:crypto';
import { canonicalJson, isPlainObject } from './canonical-json.js';

export const MANIFEST_FILE = 'manifest.json';
export const MODEL_FILE = 'onnx/model.onnx';
export const TOKENIZER_FILE = 'tokenizer.json';
export const TOKENIZER_CONFIGURATION_FILE = 'tokenizer_config.json';
export const CONFIGURATION_FILE = 'config.json';
export const METRICS_FILE = 'metrics.json';
export const CARD_FILE = 'README.md';

/** Variants stand beside the model under the hub's names: `onnx/model_fp16.onnx`, `onnx/model_quantized.onnx`. */
const VARIANT = /^onnx\/model_[a-z0-9]{1,20}\.onnx$/;

/** 'fp16' -> 'onnx/model_fp16.onnx' */
export function variantFile(variant: string): string {
  return `onnx/model_${variant}.onnx`;
}

const FORMAT_VERSION = 1;
const MIB = 1024 * 1024;
export const MAXIMUM_MANIFEST_BYTES = 64 * 1024;
const MAXIMUM_FILES = 20;

/** The only files a model may have, and the bytes of each at most. */
const MAXIMUM_BYTES = new Map([
  [MODEL_FILE, 1024 * MIB],
  [TOKENIZER_FILE, 64 * MIB],
  [TOKENIZER_CONFIGURATION_FILE, MIB],
  [CONFIGURATION_FILE, MIB],
  [METRICS_FILE, 16 * MIB],
  [CARD_FILE, MIB],
]);

const REQUIRED = [MODEL_FILE, TOKENIZER_FILE, TOKENIZER_CONFIGURATION_FILE, CONFIGURATION_FILE];

export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** Path with forward slashes, from the folder -> what must stand there. */
  readonly files: Readonly<Record<string, FileRecord>>;
}

/** Bytes that a file of this name may have; undefined when a model has no such file. */
export function maximumBytes(path: string): number | undefined {
  return VARIANT.test(path) ? MAXIMUM_BYTES.get(MODEL_FILE) : MAXIMUM_BYTES.get(path);
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws Error for a file that a model cannot have, or that is too large, or a required one that is missing */
export function createManifest(files: ReadonlyMap<string, Uint8Array>): Manifest {
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    files: Object.fromEntries(
      [...files].map(([path, bytes]) => [path, { bytes: bytes.length, sha256: sha256Of(bytes) }]),
    ),
  };
  return parseManifest(canonicalJson(manifest));
}

/**
 * Reads the text of a manifest, which must be the canonical one byte for byte.
 * @throws Error saying what is wrong, in words that fit after "manifest.json"
 */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  if (!isPlainObject(value) || !isPlainObject(value.files)) throw new Error('is not a manifest');
  if (value.formatVersion !== FORMAT_VERSION) {
    throw new Error(
      `has format version ${JSON.stringify(value.formatVersion)}, and this program reads ${FORMAT_VERSION}`,
    );
  }
  const entries = Object.entries(value.files);
  if (entries.length > MAXIMUM_FILES)
    throw new Error(`lists ${entries.length} files, the limit is ${MAXIMUM_FILES}`);
  const files = entries.map(([path, entry]): [string, FileRecord] => [path, parseRecord(path, entry)]);
  const missing = REQUIRED.find((path) => !files.some(([listed]) => listed === path));
  if (missing !== undefined) throw new Error(`does not list ${missing}`);
  const manifest: Manifest = { formatVersion: FORMAT_VERSION, files: Object.fromEntries(files) };
  if (canonicalJson(manifest) !== text) throw new Error('was changed after it was written');
  return manifest;
}

function parseRecord(path: string, entry: unknown): FileRecord {
  const limit = maximumBytes(path);
  const name = JSON.stringify(path.slice(0, 80));
  if (limit === undefined) throw new Error(`lists ${name}, which is no file of a model`);
  if (!isPlainObject(entry)) throw new Error(`has no size and hash for ${name}`);
  const { bytes, sha256 } = entry;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new Error(`has no size for ${name}`);
  if (bytes > limit) throw new Error(`gives ${bytes} bytes to ${name}, the limit is ${limit}`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new Error(`has no hash for ${name}`);
  return { bytes, sha256 };
}
