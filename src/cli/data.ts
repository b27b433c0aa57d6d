/** `reelsense data imdb`: downloads the public archive. */

import { downloadImdb, imdbArchive } from '../datasets/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { bar, clock, megabytes, percent } from './figures.js';
import { examples } from './flags.js';
import { interruptible } from './interruption.js';

const DEFAULT_FOLDER = 'data';

export const addDataCommand: AddCommand = (program, context, finish) => {
  const data = program.command('data').description('get data to train on');
  data
    .command('imdb')
    .description(`download the Large Movie Review Dataset (${megabytes(imdbArchive().bytes)}) and check it`)
    .option('--out <folder>', 'where to put the archive', DEFAULT_FOLDER)
    .addHelpText('after', examples('data imdb', 'data imdb --out ~/data'))
    .action(async ({ out }: { out: string }) => finish(await dataImdb(out, context)));
};

async function dataImdb(folder: string, { console }: CommandContext): Promise<number> {
  const started = performance.now();
  const path = await interruptible(
    () => console.clearProgress(),
    (signal) => {
      console.progress(`${imdbArchive().fileName}: looking`);
      return downloadImdb(folder, {
        signal,
        onProgress: (done, total) => {
          const seconds = (performance.now() - started) / 1000;
          const left = clock((seconds * (total - done)) / done);
          console.progress(
            `${imdbArchive().fileName} ${bar(done / total, 20)} ${percent(done / total, 0)} of ${megabytes(total)}, ${left} left`,
          );
        },
      });
    },
  );
  await console.print(`The archive is at ${path}, whole and checked.`);
  await console.print(`Next: reelsense train --data ${path} --out runs/imdb`);
  return exitCodes.success;
}
