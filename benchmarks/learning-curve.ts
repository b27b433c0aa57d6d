/**
 * What a few labels are worth: accuracy with 100 to 10,000 labelled reviews of an LSTM that began with a language model, one from
 * scratch, n-gram logistic regression and fastText, several seeds each.
 *
 *     npm run bench:learning-curve -- --data PATH --init FOLDER [--exclude FILE] [--sizes 100,300,1000,3000,10000] [--seeds 3]
 *         [--methods pretrained,scratch,ngrams,fastText] [--results FILE] [--plot FILE] [--json]
 *
 * Measured on the development part that was set aside for the language model, which nothing here has read. What is done stands in
 * --results, with the language model and the reviews that it holds for; the same command goes on.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../src/random/index.js';
import { installation, isInstalled } from './comparison/fasttext.js';
import { readHeldOut } from './held-out.js';
import { KeptResults } from './kept-results.js';
import { type Method, methodNames, methods } from './learning-curve/methods.js';
import { type CurvePoint, learningCurvePlot, summary } from './learning-curve/plot.js';
import { machine, machineLines } from './machine.js';
import { percent, table } from './table.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    init: { type: 'string' },
    exclude: { type: 'string' },
    sizes: { type: 'string', default: '100,300,1000,3000,10000' },
    seeds: { type: 'string', default: '3' },
    methods: { type: 'string', default: 'pretrained,scratch,ngrams,fastText' },
    results: { type: 'string', default: join('runs', 'learning-curve.json') },
    plot: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.init === undefined) {
  console.error(
    'Say where the reviews and a language model of `reelsense pretrain` are: --data PATH --init FOLDER',
  );
  process.exit(2);
}
const facts = machine();
if (!values.json) console.log(machineLines(facts));
const { split, identity } = await readHeldOut(values.data, values.init, values.exclude);
const { train, development } = split;
const kept = KeptResults.open<CurvePoint>(values.results, identity);
const points = kept.all;
const chosen = values.methods.split(',').filter((method): method is Method => {
  if (!Object.hasOwn(methods, method))
    throw new Error(`no method ${method}; there are ${Object.keys(methods).join(', ')}`);
  if (method !== 'fastText' || isInstalled()) return true;
  console.error(`fastText is not installed (${installation}).`);
  return false;
});

for (const labels of values.sizes.split(',').map(Number)) {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const lesson = new Random(1000 + seed).shuffle([...train]).slice(0, labels);
    for (const method of chosen) {
      if (points.some((point) => point.method === method && point.labels === labels && point.seed === seed))
        continue;
      const folder = mkdtempSync(join(tmpdir(), 'reelsense-curve-'));
      const accuracy = await methods[method]({
        ...{ train: lesson, heldOut: development, seed, folder },
        languageModel: resolve(values.init),
      });
      rmSync(folder, { recursive: true, force: true });
      await kept.add({ method, labels, seed, accuracy });
      if (!values.json)
        console.log(`${labels} labels, seed ${seed}, ${methodNames[method]}: ${percent(accuracy, 2)}`);
    }
  }
}
if (values.plot !== undefined) writeFileSync(values.plot, learningCurvePlot(points, development.length));
if (values.json) {
  console.log(
    JSON.stringify({ benchmark: 'learning-curve', machine: facts, heldOut: development.length, points }),
  );
} else {
  const sizes = [...new Set(points.map(({ labels }) => labels))].sort((a, b) => a - b);
  const rows = chosen.map((method) => {
    const line = new Map(summary(points, method).map((point) => [point.labels, point]));
    return [
      methodNames[method],
      ...sizes.map((size) => {
        const point = line.get(size);
        if (point === undefined) return '';
        const { mean, deviation } = point;
        return `${percent(mean, 1)}${deviation === null ? ' (one seed)' : ` ± ${(100 * deviation).toFixed(1)}`}`;
      }),
    ];
  });
  console.log(`\n${table([['mean and standard deviation over the seeds', ...sizes.map(String)], ...rows])}`);
}
