/**
 * How fast is a prediction, and what does it need? One review at a time, many at once, the start of a process, memory.
 *
 *     npm run bench:prediction -- [--model DIR] [--json] [--quick]
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLED_MODEL } from '../src/load-model.js';
import { machine, machineLines } from './machine.js';
import { memoryUse, startUp } from './prediction/fresh-process.js';
import { randomModelName, writeRandomModel } from './prediction/random-model.js';
import { TimedPredictor } from './prediction/rates.js';
import { readReviews, reviewOfWords } from './prediction/reviews.js';
import { timesByStorage } from './prediction/storages.js';
import { workerRate } from './prediction/worker-rate.js';
import { root } from './root.js';
import { integer, percent, table } from './table.js';

/** What is asked for. */
const targets = {
  shareOutside: 0.25,
  longMilliseconds: 20,
  streamMegabytes: 500,
  startMilliseconds: 3000,
} as const;
const workers = 2;
/** Words of the long review. */
const longWords = 300;

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const counts = quick
  ? { reviews: 200, single: 100, long: 20, rounds: 1, starts: 2, stream: 1000 }
  : { reviews: 2000, single: 1000, long: 200, rounds: 3, starts: 7, stream: 20_000 };

const folder = await mkdtemp(join(tmpdir(), 'reelsense-benchmark-'));
try {
  const facts = machine();
  if (!values.json) console.log(machineLines(facts));
  const { texts, source } = await readReviews(counts.reviews);
  const bundled = join(root, 'models', BUNDLED_MODEL);
  const given = values.model ?? (existsSync(bundled) ? bundled : undefined);
  const model = given ?? join(folder, 'model');
  if (given === undefined) await writeRandomModel(model, texts);
  const file = join(folder, 'reviews.jsonl');
  await writeFile(file, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));

  const modelName = given ?? randomModelName;
  const modelBytes = (await stat(join(model, 'onnx', 'model.onnx'))).size;
  if (!values.json)
    console.log(`Model: ${modelName} (${(modelBytes / 1e6).toFixed(1)} MB)\nTexts: ${source}\n`);

  const predictor = await TimedPredictor.create(model);
  const single = await predictor.single(texts.slice(0, counts.single));
  const long = await predictor.single(Array(counts.long).fill(reviewOfWords(longWords, texts)));
  const bulk = await predictor.bulk(texts, counts.rounds);
  await predictor.release();
  const storages = await timesByStorage(model, reviewOfWords(longWords, texts), counts.long / 5);
  const onWorkers = await workerRate(model, texts, workers, counts.rounds);
  const startMilliseconds = startUp(model, texts[0]!, counts.starts);
  const memory = {
    bulk: memoryUse('bulk', model, file, counts.reviews),
    stream: memoryUse('stream', model, file, counts.stream),
  };

  if (values.json) {
    const document = { benchmark: 'prediction', machine: facts, quick, targets };
    const measured = {
      single,
      long: { words: longWords, ...long },
      bulk,
      workers: { count: workers, reviewsPerSecond: onWorkers },
      storages,
    };
    console.log(
      JSON.stringify({
        ...document,
        model: { name: modelName, bytes: modelBytes },
        texts: { count: texts.length, source },
        ...measured,
        startMilliseconds,
        memory,
      }),
    );
  } else {
    const { stream } = memory;
    const megabytes = (value: number | null): string => `${integer(value ?? Number.NaN)} MB`;
    console.log(
      table([
        ['', 'measured', 'asked for'],
        ['one review, text to probability, p50', `${single.p50.toFixed(1)} ms`],
        ['one review, p99', `${single.p99.toFixed(1)} ms`],
        [
          `one review of ${longWords} words, p50`,
          `${long.p50.toFixed(1)} ms`,
          `at most ${targets.longMilliseconds} ms`,
        ],
        ...storages.map(({ storage, bytes, milliseconds }) => [
          `the same, stored as ${storage} (${(bytes / 1e6).toFixed(1)} MB)`,
          `${milliseconds.toFixed(1)} ms`,
        ]),
        [`${texts.length} reviews at once, 1 thread`, `${integer(bulk.reviewsPerSecond)} reviews/s`],
        [`the same on ${workers} workers`, `${integer(onWorkers)} reviews/s`],
        [
          'share of that time outside the runtime',
          percent(bulk.shareOutside, 1),
          `at most ${percent(targets.shareOutside)}`,
        ],
        [
          'a fresh process, start to first prediction',
          `${integer(startMilliseconds)} ms`,
          `under ${integer(targets.startMilliseconds)} ms`,
        ],
        ['memory with the model loaded', megabytes(stream.loaded)],
        [`peak, ${memory.bulk.texts} reviews at once`, megabytes(memory.bulk.peak)],
        [
          `peak, a stream of ${integer(stream.texts)} reviews`,
          megabytes(stream.peak),
          `under ${targets.streamMegabytes} MB`,
        ],
        ['the stream, second quarter', megabytes(stream.early)],
        ['the stream, last quarter', megabytes(stream.late), 'the same'],
      ]),
    );
    if (quick) console.log('\n--quick: few reviews; it shows that everything runs, not how fast.');
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
