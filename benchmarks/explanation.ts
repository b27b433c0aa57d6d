/**
 * Are explanations faithful? Deletes from each of some reviews the five words said to matter most, and five drawn at random,
 * and compares how far the probability moves. Also how exactly contributions add up, and how long an explanation takes.
 *
 *     npm run bench:explanation -- [--data PATH] [--part test|train] [--model DIR] [--reviews 500] [--seed 1] [--json]
 *
 * Exit code 1 when the ratio is below 3.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { readDataset } from '../src/datasets/index.js';
import { BUNDLED_MODEL, loadModel } from '../src/load-model.js';
import type { Explanation } from '../src/prediction/index.js';
import { Random } from '../src/random/index.js';
import { drawn, largest, without, wordsOf } from './explanation/deletion.js';
import { machine, machineLines } from './machine.js';
import { root } from './root.js';
import { median, quantile } from './statistics.js';
import { integer, table } from './table.js';

const wantedRatio = 3;
const deleted = 5;
const draws = 5;
const resamples = 2000;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string', default: 'test' },
    model: { type: 'string' },
    reviews: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const { part } = values;
if (part !== 'test' && part !== 'train') {
  console.error(`--part is ${part}; give test or train.`);
  process.exit(2);
}
const archive = process.env.REELSENSE_DATA ?? join(root, '..', 'shared', 'data', 'aclImdb_v1.tar.gz');
const data = values.data ?? (existsSync(archive) ? archive : join(root, 'data', 'sample-reviews.csv'));
const random = new Random(Number(values.seed));
const dataset = await readDataset(data);
const pool = dataset[part];
const texts = random.shuffle(pool.map(({ text }) => text)).slice(0, Number(values.reviews));
const facts = machine();
if (!values.json) {
  console.log(machineLines(facts));
  console.log(`${texts.length} reviews of the ${part} part of ${dataset.name}\n`);
}

const predictor = await loadModel(values.model ?? join(root, 'models', BUNDLED_MODEL));
const positive = predictor.labels[1]!;
const measured: { most: number; supporting: number; random: number; rest: number; milliseconds: number }[] =
  [];
await predictor.explain(texts[0] ?? '', { curve: false, sentences: false }); // builds the graph
for (const [i, text] of texts.entries()) {
  const started = performance.now();
  const explanation = await predictor.explain(text, { curve: false, sentences: false });
  const milliseconds = performance.now() - started;
  const moved = await moves(text, explanation);
  measured.push({ ...moved, rest: Math.abs(explanation.rest), milliseconds });
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${texts.length} `);
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
await predictor.release();

/** How far the probability moves when words go: those that matter most, those that speak for the label, random ones. */
async function moves(text: string, explanation: Explanation) {
  const words = wordsOf(text, explanation);
  const sign = explanation.label === explanation.target ? 1 : -1;
  const chosen = [
    largest(words, deleted, Math.abs),
    largest(words, deleted, (contribution) => sign * contribution),
    ...Array.from({ length: draws }, () => drawn(words, deleted, random)),
  ];
  const scores = await predictor.score(chosen.map((some) => without(text, some)));
  const before = explanation.scores[positive]!;
  const [most, supporting, ...others] = scores.map(({ scores: [, p] }) => Math.abs(p! - before));
  return { most: most!, supporting: supporting!, random: mean(others) };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

type Kind = 'most' | 'supporting';
const ratioOf = (rows: typeof measured, kind: Kind): number =>
  mean(rows.map((row) => row[kind])) / mean(rows.map((row) => row.random));

/** The ratio of means with its 95 % interval, by drawing the reviews again (Efron 1979). */
function ratio(kind: Kind): { ratio: number; interval: [number, number] } {
  const again = Array.from({ length: resamples }, () =>
    ratioOf(
      measured.map(() => measured[random.integer(measured.length)]!),
      kind,
    ),
  );
  return { ratio: ratioOf(measured, kind), interval: [quantile(again, 0.025), quantile(again, 0.975)] };
}

const [most, supporting] = [ratio('most'), ratio('supporting')];
const column = (name: keyof (typeof measured)[number]): number[] => measured.map((row) => row[name]);
const times = column('milliseconds');
const rests = column('rest');
const figures = {
  moves: {
    most: mean(column('most')),
    supporting: mean(column('supporting')),
    random: mean(column('random')),
  },
  ratios: { most, supporting },
  rest: { median: median(rests), p95: quantile(rests, 0.95), maximum: Math.max(...rests) },
  milliseconds: { p50: median(times), p99: quantile(times, 0.99) },
};
if (values.json) {
  const task = { reviews: texts.length, part, data: dataset.name, seed: Number(values.seed) };
  console.log(
    JSON.stringify({ benchmark: 'explanation', machine: facts, ...task, deleted, wantedRatio, ...figures }),
  );
} else {
  const row = (
    name: string,
    move: number,
    found?: { ratio: number; interval: [number, number] },
  ): string[] => [
    name,
    move.toFixed(4),
    found === undefined ? '' : found.ratio.toFixed(2),
    found?.interval.map((bound) => bound.toFixed(2)).join(' to ') ?? '',
  ];
  console.log(
    table([
      [`${deleted} words deleted`, 'the probability moves by', 'ratio', '95 % interval'],
      row('those that matter most', figures.moves.most, most),
      row('those that speak most for the label', figures.moves.supporting, supporting),
      row('drawn at random', figures.moves.random),
    ]),
  );
  const { rest, milliseconds } = figures;
  console.log(
    `\nLeft over by the sum, in log-odds: median ${rest.median.toFixed(3)}, 95 % below ${rest.p95.toFixed(2)}, largest ${rest.maximum.toFixed(2)}`,
  );
  console.log(
    `Contributions of a review on one thread: ${integer(milliseconds.p50)} ms (median), ${integer(milliseconds.p99)} ms (p99)`,
  );
}
process.exitCode = most.ratio >= wantedRatio ? 0 : 1;
