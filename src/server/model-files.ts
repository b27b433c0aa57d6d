/** The files of the model folder as they were when the server started: for whoever runs the model elsewhere. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { readModelFile } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';

export interface ModelFile {
  readonly path: string;
  readonly content: Buffer;
  readonly sha256: string;
  readonly type: string;
  /** Compressed, where that makes it smaller by a half. */
  readonly gzip: Buffer | undefined;
}

const types: readonly (readonly [ending: string, type: string])[] = [
  ['.json', 'application/json; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
];

/**
 * The manifest and every file that it lists, each checked against it.
 * @param sha256 of the manifest, from `readModelFolder`
 * @throws ReelsenseError 'damaged-model' when the folder was changed since it was read
 */
export async function readModelFiles(folder: string, sha256: string): Promise<ModelFile[]> {
  const manifest = await readChecked(folder, 'manifest.json', sha256);
  const { files } = JSON.parse(manifest.toString('utf8')) as {
    files: Readonly<Record<string, { readonly sha256: string }>>;
  };
  const listed = await Promise.all(
    Object.entries(files).map(async ([path, entry]) =>
      modelFile(path, await readChecked(folder, path, entry.sha256), entry.sha256),
    ),
  );
  return [await modelFile('manifest.json', manifest, sha256), ...listed];
}

async function readChecked(folder: string, path: string, sha256: string): Promise<Buffer> {
  const content = await readModelFile(folder, path);
  if (createHash('sha256').update(content).digest('hex') === sha256) return content;
  throw new ReelsenseError(
    'damaged-model',
    `The model in ${folder} was changed while it was read: ${path} is not what it was. Start again.`,
  );
}

async function modelFile(path: string, content: Buffer, sha256: string): Promise<ModelFile> {
  const type = types.find(([ending]) => path.endsWith(ending))?.[1];
  const packed = type === undefined ? undefined : await promisify(gzip)(content);
  const worthwhile = packed !== undefined && packed.length < content.length / 2;
  return {
    path,
    content,
    sha256,
    type: type ?? 'application/octet-stream',
    gzip: worthwhile ? packed : undefined,
  };
}
