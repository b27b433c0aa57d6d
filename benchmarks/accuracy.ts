/**
 * Is the model as accurate as its folder says? Measures it on the official test reviews with `reelsense evaluate` and
 * compares with the figure that its metrics.json records.
 *
 *     npm run bench:accuracy -- --data PATH [--model DIR] [--json]
 *
 * Exit code 1 when the two differ by more than 0.02 points, or nothing is recorded to compare with.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readModelFolder } from '../src/checkpoint/index.js';
import { dataIdentity } from '../src/datasets/index.js';
import type { EvaluationJson } from '../src/evaluation/index.js';
import { BUNDLED_MODEL } from '../src/load-model.js';
import { type RecordedEvaluation, requireMetrics } from '../src/training/index.js';
import { root } from './root.js';
import { percent, table } from './table.js';

/** Share of the reviews: 5 of 25,000. Another processor rounds differently and may turn a review that stands on the edge. */
const tolerance = 0.0002;

const { values } = parseArgs({
  options: { data: { type: 'string' }, model: { type: 'string' }, json: { type: 'boolean', default: false } },
});
if (values.data === undefined) {
  console.error(
    'Say where the reviews are: npm run bench:accuracy -- --data ../shared/data/aclImdb_v1.tar.gz',
  );
  process.exit(2);
}
const folder = values.model ?? join(root, 'models', BUNDLED_MODEL);
const { bundle, evaluations } = await readRecorded().catch((error: Error) => {
  console.error(error.message);
  process.exit(2);
});

const words = ['evaluate', '--part', 'test', '--json', '--model', folder, '--data', values.data];
const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin', 'reelsense.js'), ...words], {
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
});
if (status !== 0) process.exit(status ?? 1);
const measured = JSON.parse(stdout) as EvaluationJson & Omit<RecordedEvaluation, 'figures'>;

const recorded = evaluations.find(
  ({ part, data, exclude }) =>
    part === 'test' && exclude === null && dataIdentity(data.sha256) === dataIdentity(measured.data.sha256),
)?.figures;
const difference = recorded === undefined ? null : measured.accuracy - recorded.accuracy;
const reproduced =
  difference !== null && Math.abs(difference) <= tolerance && recorded?.count === measured.count;

if (values.json) {
  const { accuracy, accuracyInterval, count } = measured;
  const model = { name: bundle.name, sha256: bundle.sha256 };
  const found = { accuracy, accuracyInterval, count, recorded: recorded?.accuracy ?? null };
  console.log(JSON.stringify({ benchmark: 'accuracy', model, ...found, difference, tolerance, reproduced }));
} else {
  const row = (name: string, { accuracy, accuracyInterval, count }: EvaluationJson): string[] => [
    name,
    percent(accuracy, 2),
    accuracyInterval.map((bound) => percent(bound, 2)).join(' to '),
    count.toLocaleString('en'),
  ];
  console.log(
    table([
      [bundle.name, 'accuracy', '95 % interval', 'reviews'],
      row('measured now', measured),
      ...(recorded === undefined ? [] : [row('recorded', recorded)]),
    ]),
  );
  if (recorded === undefined) {
    console.log(`${folder}/metrics.json records no evaluation on these test reviews (evaluate --record).`);
  } else if (!reproduced) {
    console.log(
      `They differ by more than ${(100 * tolerance).toFixed(2)} points, or in the number of reviews.`,
    );
  } else {
    console.log('The recorded figure is reproduced.');
  }
}
process.exitCode = reproduced ? 0 : 1;

async function readRecorded() {
  const bundle = await readModelFolder(folder);
  return { bundle, evaluations: requireMetrics(bundle.metrics, bundle.name).evaluations };
}
