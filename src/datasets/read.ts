/** Opens labelled text of any known format. */

import { readArchive } from './archive.js';
import type { Dataset, ReadOptions } from './dataset.js';

export async function readDataset(path: string, options: ReadOptions = {}): Promise<Dataset> {
  return readArchive(path, options);
}
