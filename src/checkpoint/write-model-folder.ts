/**
 * Writes the model folder so that a reader finds the whole old model or the whole new one, whenever this process dies.
 * The folder may also hold a run's `training/` (locked and open) and its report, so it is not swapped as a whole:
 *
 *   1. the new files are written and synced in `.staging/`;
 *   2. one rename makes that `.replacement/`: from this moment the new model counts (a reader prefers the files there);
 *   3. its files are moved over the old ones, files of the old model that the new one lacks go, the manifest moves last.
 *
 * A run that dies before 2 leaves the old model, after 2 the new one; the next write finishes step 3 or removes the
 * staging. Nothing but the model's own files is ever removed or replaced.
 */
import { promises as fs } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ReelsenseError } from '../errors/index.js';
import { canonicalJson, canonicalJsonInLines } from './canonical-json.js';
import { type ModelConfiguration, validateConfiguration } from './configuration.js';
import { FolderLock } from './folder-lock.js';
import {
  CARD_FILE,
  CONFIGURATION_FILE,
  createManifest,
  MANIFEST_FILE,
  type Manifest,
  METRICS_FILE,
  MODEL_FILE,
  maximumBytes,
  parseManifest,
  TOKENIZER_CONFIGURATION_FILE,
  TOKENIZER_FILE,
  variantFile,
} from './manifest.js';
import { explainWriteError, statIfThere, syncFolder, writeSynced } from './write-file-atomically.js';

/** Beside the model in its folder, and none of its parts: the checkpoints and log of its training, and the report. */
export const TRAINING_FOLDER = 'training';
export const REPORT_FILE = 'report.html';

const STAGING = '.staging';
export const REPLACEMENT = '.replacement';

export interface ModelFiles {
  /** The ONNX file, weights inside. */
  readonly model: Uint8Array;
  /** Smaller files of the same model under the hub's names: { fp16: bytes } -> onnx/model_fp16.onnx. */
  readonly variants?: Readonly<Record<string, Uint8Array>>;
  readonly tokenizer: unknown;
  readonly tokenizerConfiguration: unknown;
  readonly configuration: ModelConfiguration;
  readonly metrics?: unknown;
  /** README.md, see `renderModelCard`. */
  readonly card?: string;
}

/**
 * Writes a model into `folder`, making it, or replacing the model that stands there.
 * @returns the SHA-256 that identifies the model
 * @throws ReelsenseError 'invalid-option' when the folder holds other things than a model; 'no-space' (what stood there
 *   still stands, nothing else is left); 'folder-in-use' when another process writes there at this moment
 */
export async function writeModelFolder(folder: string, content: ModelFiles): Promise<void> {
  const files = filesOf(content);
  await checkModelTarget(folder);
  const created = await fs.mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw explainWriteError(error, folder);
  });
  try {
    await whileOwned(folder, () => replaceModel(folder, files));
  } catch (error) {
    if (created !== undefined) await removeEmptyFolders(resolve(folder), dirname(resolve(created)));
    throw explainWriteError(error, folder);
  }
}

/**
 * Writes what `change` makes of the model that stands in `folder`; from its reading to the end nobody else writes there.
 * @throws ReelsenseError as {@link writeModelFolder}; whatever `change` throws, and the model then stands as it was
 */
export async function changeModelFolder(folder: string, change: () => Promise<ModelFiles>): Promise<void> {
  await checkModelTarget(folder);
  try {
    await whileOwned(folder, async () => replaceModel(folder, filesOf(await change())));
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}

/** What a writer left half done is finished before `work` begins. */
async function whileOwned(folder: string, work: () => Promise<void>): Promise<void> {
  const lock = await FolderLock.acquire(folder, 'writer of this model');
  try {
    await finishReplacement(folder);
    await work();
  } finally {
    await lock.release();
  }
}

async function replaceModel(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await stage(folder, files);
  await fs.rename(join(folder, STAGING), join(folder, REPLACEMENT));
  await syncFolder(folder);
  await finishReplacement(folder);
}

/**
 * Checks that a model may be written into `folder`: it is missing, empty, a model folder, or holds only a run's training
 * folder and report. To be asked before hours of training, not after.
 * @throws ReelsenseError 'invalid-option' naming what is in the way
 */
export async function checkModelTarget(folder: string): Promise<void> {
  const standing = await statIfThere(folder);
  if (standing === undefined) return;
  const isFolder = standing.isDirectory() || (await fs.stat(folder).catch(() => standing)).isDirectory();
  if (!isFolder) throw inTheWay(folder, 'it is not a folder');
  const manifests = [await readManifest(folder), await readManifest(join(folder, REPLACEMENT))];
  const listed = manifests.flatMap((manifest) => Object.keys(manifest?.files ?? {}));
  const isModel = listed.length > 0;
  const own = [STAGING, REPLACEMENT, TRAINING_FOLDER, REPORT_FILE];
  const names = await fs.readdir(folder);
  const inside = await fs.readdir(join(folder, 'onnx')).catch(() => []);
  for (const name of [...names, ...inside.map((file) => `onnx/${file}`)]) {
    if (own.includes(name) || name.startsWith('.lock') || listed.includes(name)) continue;
    if (isModel && (name === 'onnx' || name === MANIFEST_FILE)) continue;
    if (!isModel) throw inTheWay(folder, `it holds ${name} and is not a model folder`);
    if (maximumBytes(name) !== undefined)
      throw inTheWay(folder, `its ${name} is not a part of the model there`);
  }
}

/** The manifest that stands in `folder`; undefined when there is none or it is not one of ours. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return parseManifest(await fs.readFile(join(folder, MANIFEST_FILE), 'utf8'));
  } catch {
    return undefined;
  }
}

/** By their paths, the manifest that lists the others last. */
function filesOf(content: ModelFiles): Map<string, Uint8Array> {
  const json = (value: unknown, name: string): Uint8Array => Buffer.from(canonicalJson(value, name));
  const files = new Map<string, Uint8Array>([
    [MODEL_FILE, content.model],
    [TOKENIZER_FILE, Buffer.from(`${JSON.stringify(content.tokenizer)}\n`)], // large, and its keys have an order of their own
    [TOKENIZER_CONFIGURATION_FILE, json(content.tokenizerConfiguration, TOKENIZER_CONFIGURATION_FILE)],
    [CONFIGURATION_FILE, json(validateConfiguration(content.configuration), CONFIGURATION_FILE)],
  ]);
  if (content.metrics !== undefined)
    files.set(METRICS_FILE, Buffer.from(canonicalJsonInLines(content.metrics, METRICS_FILE)));
  if (content.card !== undefined) files.set(CARD_FILE, Buffer.from(content.card));
  for (const [name, bytes] of Object.entries(content.variants ?? {})) {
    files.set(variantFile(name), bytes);
  }
  files.set(MANIFEST_FILE, Buffer.from(canonicalJson(createManifest(files))));
  return files;
}

async function stage(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const staging = join(folder, STAGING);
  try {
    await fs.rm(staging, { recursive: true, force: true });
    await fs.mkdir(join(staging, 'onnx'), { recursive: true });
    for (const [path, bytes] of files) await writeSynced(join(staging, path), [bytes], join(folder, path));
    await syncFolder(join(staging, 'onnx'));
    await syncFolder(staging);
  } catch (error) {
    await fs.rm(staging, { recursive: true, force: true });
    throw explainWriteError(error, folder);
  }
}

/** Step 3, from wherever it stopped: the manifest stays in the replacement until all else is done. */
async function finishReplacement(folder: string): Promise<void> {
  const replacement = join(folder, REPLACEMENT);
  const manifest = await readManifest(replacement);
  if (manifest !== undefined) {
    await fs.mkdir(join(folder, 'onnx'), { recursive: true });
    for (const path of Object.keys(manifest.files)) {
      const from = join(replacement, path);
      if ((await statIfThere(from)) !== undefined) await fs.rename(from, join(folder, path));
    }
    const old = (await readManifest(folder)) ?? { files: {} };
    for (const path of Object.keys(old.files)) {
      const obsolete = !Object.hasOwn(manifest.files, path) && maximumBytes(path) !== undefined;
      if (obsolete) await fs.rm(join(folder, path), { force: true });
    }
    await syncFolder(join(folder, 'onnx'));
    await syncFolder(folder);
    await fs.rename(join(replacement, MANIFEST_FILE), join(folder, MANIFEST_FILE));
    await syncFolder(folder);
  }
  await fs.rm(replacement, { recursive: true, force: true });
}

async function removeEmptyFolders(folder: string, stopAt: string): Promise<void> {
  for (let path = folder; path !== stopAt && path !== dirname(path); path = dirname(path)) {
    try {
      await fs.rmdir(path);
    } catch {
      return; // not empty: something of others stands there
    }
  }
}

function inTheWay(folder: string, reason: string): ReelsenseError {
  return new ReelsenseError(
    'invalid-option',
    `Cannot write a model to ${folder}: ${reason}. Choose a new or empty folder, or an earlier model to replace.`,
  );
}
