/**
 * How accurate, and how fast, beside what else there is? Bundled models, n-gram logistic regression, fastText and word lists read
 * the official test reviews, on one machine in one run.
 *
 *     npm run bench:comparison -- --data PATH [--exclude FILE] [--plot FILE] [--rounds 3] [--json]
 *
 * What is trained here is trained on what the training part was for the first of the bundled models; nothing is chosen by the test reviews.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readModelFolder } from '../src/checkpoint/index.js';
import { readDataset, readExcludeList } from '../src/datasets/index.js';
import { BUNDLED_MODEL, BUNDLED_MODELS } from '../src/load-model.js';
import { requireMetrics } from '../src/training/index.js';
import type { Contender, Runnable } from './comparison/contender.js';
import * as fasttext from './comparison/fasttext.js';
import { bundledModel, ngramModel } from './comparison/ours.js';
import { partsAsOf } from './comparison/parts.js';
import { comparisonPlot } from './comparison/plot.js';
import * as words from './comparison/word-lists.js';
import { machine, machineLines } from './machine.js';
import { root } from './root.js';
import { median } from './statistics.js';
import { integer, percent, table } from './table.js';

/** Reviews that rates are measured on, drawn evenly; the slow ones would take an hour for all. */
const TIMED = 2000;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    exclude: { type: 'string' },
    plot: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined) {
  console.error(
    'Say where the reviews are: npm run bench:comparison -- --data ../shared/data/aclImdb_v1.tar.gz',
  );
  process.exit(2);
}
const facts = machine();
const say = (text: string): void => {
  if (!values.json) console.log(text);
};
say(machineLines(facts));
const dataset = await readDataset(values.data);
const exclude = values.exclude === undefined ? undefined : await readExcludeList(values.exclude);
const { metrics } = await readModelFolder(join(root, 'models', BUNDLED_MODEL));
const data = partsAsOf(requireMetrics(metrics, BUNDLED_MODEL), dataset, exclude);
const texts = data.test.map(({ text }) => text);
const truth = data.test.map(({ label }) => label === 1);
const some = Array.from({ length: Math.min(TIMED, texts.length) }, (_, i) =>
  Math.floor((i * texts.length) / Math.min(TIMED, texts.length)),
).map((i) => texts[i]!);
say(
  `${dataset.name}: trained on ${integer(data.train.length)} reviews, measured on ${integer(texts.length)}.\n`,
);

const contenders: Contender[] = [];
for (const name of BUNDLED_MODELS) await add(await bundledModel(name), some);
await add(await ngramModel(data), some);
if (fasttext.isInstalled()) {
  const threads = availableParallelism();
  await add(await fasttext.fastText('fastText, 1-2-grams', data.train, fasttext.bigrams, threads), texts);
  await add(await fasttext.fastText('fastText, defaults', data.train, [], threads), texts);
} else say(`fastText is not installed (${fasttext.installation}).`);
const lists = words.wordLists(texts, truth);
if (lists === undefined) say(`The word lists are not installed (${words.installation}).`);
contenders.push(...(lists ?? []));

const flagship = contenders[0]!;
if (values.plot !== undefined) await writeFile(values.plot, comparisonPlot(contenders, texts.length));
if (values.json) {
  const { name, sha256 } = dataset;
  console.log(
    JSON.stringify({ benchmark: 'comparison', machine: facts, data: { name, sha256 }, contenders }),
  );
} else {
  console.log(
    table([
      ['', 'accuracy', 'reviews/s', `times ${flagship.name}`, 'MB'],
      ...contenders.map(({ name, accuracy, reviewsPerSecond, bytes }) => [
        name,
        percent(accuracy, 2),
        integer(reviewsPerSecond),
        (reviewsPerSecond / flagship.reviewsPerSecond).toFixed(1),
        bytes === null ? '' : (bytes / 1e6).toFixed(1),
      ]),
    ]),
  );
}

/** @param timedTexts what its rate is measured on, in rounds */
async function add(runnable: Runnable, timedTexts: readonly string[]): Promise<void> {
  const { name, kind, bytes } = runnable;
  const { positive } = await runnable.classify(texts);
  const seconds: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++)
    seconds.push((await runnable.classify(timedTexts)).seconds);
  await runnable.release();
  const accuracy = positive.filter((answer, i) => answer === truth[i]).length / texts.length;
  contenders.push({ name, kind, bytes, accuracy, reviewsPerSecond: timedTexts.length / median(seconds) });
  say(`${name}: done`);
}
