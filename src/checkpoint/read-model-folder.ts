/**
 * Reads a model folder: each file once, its size and SHA-256 checked on these very bytes before any of them is parsed.
 * No links, no file that the manifest does not list, no tensor outside the ONNX file.
 */
import { constants, promises as fs } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { isPlainObject } from './canonical-json.js';
import { type ModelConfiguration, validateConfiguration } from './configuration.js';
import { refuseExternalData } from './external-data.js';
import {
  CARD_FILE,
  CONFIGURATION_FILE,
  MANIFEST_FILE,
  MAXIMUM_MANIFEST_BYTES,
  type Manifest,
  METRICS_FILE,
  MODEL_FILE,
  maximumBytes,
  parseManifest,
  sha256Of,
  TOKENIZER_CONFIGURATION_FILE,
  TOKENIZER_FILE,
  variantFile,
} from './manifest.js';
import { statIfThere } from './write-file-atomically.js';
import { REPLACEMENT, readManifest } from './write-model-folder.js';

/** All that prediction needs, and what the model says of itself. */
export interface ModelBundle {
  /** Bytes of the ONNX file. */
  readonly model: Uint8Array;
  readonly tokenizer: unknown;
  readonly tokenizerConfiguration: unknown;
  readonly configuration: ModelConfiguration;
  /** The folder's own name. */
  readonly name: string;
  /** Of the manifest's bytes, so of every file: the identity of the model. */
  readonly sha256: string;
  /** Of what predicts alone, the ONNX file, the tokeniser and the settings: recording an evaluation does not change it. */
  readonly predictionSha256: string;
  readonly metrics?: unknown;
  readonly card?: string;
}

export interface ReadModelOptions {
  /** Which of the ONNX files: 'fp16' for onnx/model_fp16.onnx; none: onnx/model.onnx. */
  readonly variant?: string;
}

/** Times to begin again when a writer replaces the model while it is read. */
const ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 50;

/** Whether a model's manifest stands in `folder`; nothing is checked. */
export async function isModelFolder(folder: string): Promise<boolean> {
  return (await statIfThere(join(folder, MANIFEST_FILE))) !== undefined;
}

/**
 * @throws ReelsenseError 'file-not-found' when `folder` is missing or is no model folder; 'damaged-model', naming the
 *   file, when anything in it is not as its manifest says
 */
export async function readModelFolder(folder: string, options: ReadModelOptions = {}): Promise<ModelBundle> {
  for (let attempt = 1; ; attempt++) {
    const text = await readManifestText(folder);
    try {
      return await readAll(folder, text, options);
    } catch (error) {
      const replaced = (await readManifestText(folder)) !== text;
      if (!replaced || attempt === ATTEMPTS) throw error;
      await new Promise((wake) => setTimeout(wake, PAUSE_MILLISECONDS));
    }
  }
}

async function readAll(folder: string, text: string, options: ReadModelOptions): Promise<ModelBundle> {
  const manifest = manifestOf(folder, text);
  await refuseStrangers(folder, manifest);
  const modelFile = options.variant === undefined ? MODEL_FILE : variantFile(options.variant);
  if (!Object.hasOwn(manifest.files, modelFile)) {
    throw new ReelsenseError(
      'file-not-found',
      `The model in ${folder} has no ${modelFile}: leave the variant out.`,
    );
  }
  const contents = new Map<string, Buffer>();
  for (const [path, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const content = await readListed(folder, path, bytes);
    if (sha256Of(content) !== sha256) throw damaged(folder, path, 'its content does not match its SHA-256');
    if (!path.startsWith('onnx/') || path === modelFile) contents.set(path, content); // other variants: checked, not kept
  }
  const json = (path: string): unknown => parseJson(folder, path, contents.get(path));
  const model = contents.get(modelFile) ?? Buffer.alloc(0);
  const reason = refuseExternalData(model);
  if (reason !== undefined) throw damaged(folder, modelFile, reason);
  const metrics = contents.has(METRICS_FILE) ? { metrics: json(METRICS_FILE) } : {};
  const card = contents.get(CARD_FILE);
  return {
    model,
    tokenizer: json(TOKENIZER_FILE),
    tokenizerConfiguration: json(TOKENIZER_CONFIGURATION_FILE),
    configuration: validateConfiguration(json(CONFIGURATION_FILE)),
    name: basename(resolve(folder)),
    sha256: sha256Of(text),
    predictionSha256: predictionSha256(manifest, modelFile),
    ...metrics,
    ...(card === undefined ? {} : { card: card.toString('utf8') }),
  };
}

function predictionSha256({ files }: Manifest, modelFile: string): string {
  const predicting = [modelFile, TOKENIZER_FILE, TOKENIZER_CONFIGURATION_FILE, CONFIGURATION_FILE];
  return sha256Of(predicting.map((path) => `${path} ${files[path]?.sha256}\n`).join(''));
}

/** The manifest that counts: that of a replacement whose moves are under way, or else the folder's own. */
async function readManifestText(folder: string): Promise<string> {
  for (const path of [join(REPLACEMENT, MANIFEST_FILE), MANIFEST_FILE]) {
    const bytes = await readRegularFile(folder, path, undefined, MAXIMUM_MANIFEST_BYTES);
    if (bytes !== undefined) return bytes.toString('utf8');
  }
  const standing = await fs.stat(folder).catch(() => undefined);
  const missing =
    standing === undefined ? 'does not exist' : `is not a model folder: it has no ${MANIFEST_FILE}`;
  const remedy =
    'Give the folder of a model that `train` wrote, or the name of one that comes with Reelsense.';
  throw new ReelsenseError('file-not-found', `The model folder ${folder} ${missing}. ${remedy}`);
}

function manifestOf(folder: string, text: string): Manifest {
  try {
    return parseManifest(text);
  } catch (error) {
    throw damaged(folder, MANIFEST_FILE, `it ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Anything that a reader of models might take for a part of this one must stand in the manifest. While a replacement's
 * moves are under way the old model's files may still stand; its manifest, the last to go, is read before the names are.
 */
async function refuseStrangers(folder: string, manifest: Manifest): Promise<void> {
  const leaving = (await readManifest(folder))?.files ?? {};
  const onnx = (await fs.readdir(join(folder, 'onnx')).catch(() => [])).map((name) => `onnx/${name}`);
  const root = (await fs.readdir(folder)).filter(
    (name) => maximumBytes(name) !== undefined || /\.(json|onnx|onnx_data|txt|model)$/i.test(name),
  );
  const stranger = [...root, ...onnx].find(
    (path) => path !== MANIFEST_FILE && !Object.hasOwn(manifest.files, path) && !Object.hasOwn(leaving, path),
  );
  if (stranger !== undefined) throw damaged(folder, stranger, `${MANIFEST_FILE} does not list it`);
}

/**
 * The bytes of one file of a model folder as they count, those of a replacement whose moves are under way before the folder's own;
 * nothing is checked. @throws ReelsenseError 'damaged-model' where there is none
 */
export async function readModelFile(folder: string, path: string): Promise<Buffer> {
  for (const place of [join(REPLACEMENT, path), path]) {
    const content = await readRegularFile(folder, place, undefined, Number.POSITIVE_INFINITY);
    if (content !== undefined) return content;
  }
  throw damaged(folder, path, 'it is missing');
}

async function readListed(folder: string, path: string, bytes: number): Promise<Buffer> {
  const fresh = await readRegularFile(folder, join(REPLACEMENT, path), bytes, bytes);
  const content = fresh ?? (await readRegularFile(folder, path, bytes, bytes));
  if (content === undefined) throw damaged(folder, path, 'it is missing');
  return content;
}

/** The bytes of a file, never through a link; undefined when there is none. `size`: the only one accepted. */
async function readRegularFile(
  folder: string,
  path: string,
  size: number | undefined,
  maximum: number,
): Promise<Buffer | undefined> {
  const parent = await statIfThere(join(folder, path, '..')).catch(() => undefined);
  const isRoot = resolve(folder) === resolve(folder, path, '..'); // the folder itself may be reached by a link
  if (!isRoot && parent?.isSymbolicLink() === true) throw damaged(folder, path, 'it lies behind a link');
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(
      join(folder, path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
    if (isSystemError(error, 'ELOOP')) throw damaged(folder, path, 'it is a link');
    throw damaged(folder, path, error instanceof Error ? error.message : String(error));
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw damaged(folder, path, 'it is not a file');
    if (size !== undefined && stat.size !== size) {
      throw damaged(folder, path, `it has ${stat.size} bytes instead of ${size}`);
    }
    if (stat.size > maximum)
      throw damaged(folder, path, `it has ${stat.size} bytes, the limit is ${maximum}`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function parseJson(folder: string, path: string, bytes: Buffer | undefined): unknown {
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    if (isPlainObject(value)) return value;
  } catch {
    // told below
  }
  throw damaged(folder, path, 'it is not a JSON object');
}

function damaged(folder: string, path: string, reason: string): ReelsenseError {
  return new ReelsenseError(
    'damaged-model',
    `The model in ${folder} is damaged: ${path} cannot be used because ${reason}. Copy or train the model again.`,
  );
}
