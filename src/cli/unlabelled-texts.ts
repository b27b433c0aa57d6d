/** The texts without labels that `train` learns from: those of the data set, and files of the user's own. */
import { basename } from 'node:path';
import { type Dataset, type Example, streamTexts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { Console } from './console.js';
import { counted } from './figures.js';

/**
 * `dataset` with the texts of more files among its unlabelled ones: a text a line, or the text column of a .csv, .tsv or .jsonl
 * file, whose ids are those of its column 'id', else file/row. Labels that stand there are not read. What stands twice, or in another part, is dropped when the data set is split.
 * @throws ReelsenseError 'file-not-found', 'missing-column', 'damaged-data', 'empty-text' for a file without any text
 */
export async function withUnlabelledFiles(
  dataset: Dataset,
  paths: readonly string[],
  { textColumn, console, signal }: { textColumn?: string | undefined; console: Console; signal: AbortSignal },
): Promise<Dataset> {
  const more: Example[] = [];
  for (const path of paths) {
    const before = more.length;
    let [bad, undecoded] = [0, 0];
    for await (const entry of streamTexts(path, { textColumn, signal })) {
      if (entry.error !== undefined) {
        bad++;
        continue;
      }
      const { row, id = `${basename(path)}/${row}`, text, replaced } = entry;
      if (replaced > 0) undecoded++;
      more.push({ id, text, label: -1 });
    }
    if (more.length === before) {
      throw new ReelsenseError(
        'empty-text',
        `"${path}" holds no text; give a file with a text on each line, or a .csv, .tsv or .jsonl file with a column of texts.`,
      );
    }
    if (bad > 0) console.note(`Note: ${counted(bad, 'row')} of ${path} left out, not readable as texts.`);
    if (undecoded > 0) {
      console.note(
        `Note: ${counted(undecoded, 'text')} of ${path} with bytes that are not UTF-8, read as \uFFFD; save it as UTF-8.`,
      );
    }
  }
  return { ...dataset, unlabelled: [...dataset.unlabelled, ...more] };
}
