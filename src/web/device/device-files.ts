/** Which files reading on the device needs, in the order in which they are fetched. */

import type { Download } from './downloads.js';
import type { StartOptions } from './messages.js';

/** Of the model folder; the rest (card, figures) is for people. */
export const neededFiles = [
  'config.json',
  'tokenizer_config.json',
  'tokenizer.json',
  'onnx/model.onnx',
] as const;

/** The model's files in the order of `neededFiles`, then the runtime. @throws Error that names a file which is not listed */
export function downloadsOf({ modelBase, model, files, runtime, runtimeBytes }: StartOptions): Download[] {
  const listed = neededFiles.map((path): Download => {
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined) throw new Error(`There is no ${path} of this model to download.`);
    const address = new URL(`${path}?v=${model.sha256}`, modelBase).href;
    return { address, bytes: file.bytes, sha256: file.sha256 };
  });
  return [...listed, { address: runtime, bytes: runtimeBytes }];
}
