/**
 * What each part of the recipe brings: the same classifier trained with more and more of it, several seeds each.
 *
 *     npm run bench:ablation -- --data PATH --init FOLDER [--exclude FILE] [--split-by group|text] [--teacher MODELS]
 *         [--seeds 3] [--rows scratch,pretrained,...] [--results FILE] [--out runs/ablation] [--json]
 *
 * Measured on the development part, which also chooses each run's epoch, alike in all rows. What is done stands in --results, with the
 * language model that it holds for; a run that was stopped, in --out, goes on with the same command. All rows have the sizes of the language
 * model in --init. By group (the default) what is measured is of films that training does not know; a language model that was split by text
 * has read most of those texts, though no label, in all rows but the one from scratch.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openScorer } from '../src/cli/scorer.js';
import { splitUnits } from '../src/datasets/index.js';
import { refuseTaughtDevelopment } from '../src/training/set-aside-reviews.js';
import { readHeldOut } from './held-out.js';
import { KeptResults } from './kept-results.js';
import { machine, machineLines } from './machine.js';
import { root } from './root.js';
import { percent, table } from './table.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    init: { type: 'string' },
    exclude: { type: 'string' },
    'split-by': { type: 'string', default: 'group' },
    teacher: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    rows: { type: 'string' },
    results: { type: 'string', default: join('runs', 'ablation.json') },
    out: { type: 'string', default: join('runs', 'ablation') },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.init === undefined) {
  console.error(
    'Say where the reviews and a language model of `reelsense pretrain` are: --data PATH --init FOLDER',
  );
  process.exit(2);
}

const splitBy = splitUnits.find((unit) => unit === values['split-by']);
if (splitBy === undefined) {
  console.error(`--split-by ${values['split-by']} is none of ${splitUnits.join(', ')}.`);
  process.exit(2);
}

const { splitFlags, planned, languageModel, identity } = await readHeldOut(
  values.data,
  values.init,
  values.exclude,
  splitBy,
);
const { embeddingSize, hiddenSize, bidirectional } = languageModel.sizes;
const sizes = `--embedding-size ${embeddingSize} --hidden-size ${hiddenSize}${bidirectional ? '' : ' --no-bidirectional'}`;
const teachers = await Promise.all(
  (values.teacher?.split(',') ?? []).map(async (path) => {
    const scorer = await openScorer(path.trim(), 1);
    await scorer.release();
    refuseTaughtDevelopment({ name: scorer.name, ...scorer.learnt }, planned); // not after hours, by a run that it teaches
    return scorer.sha256;
  }),
);

interface Row {
  readonly name: string;
  /** Whether it begins with the language model. */
  readonly pretrained: boolean;
  readonly flags: string;
}

/** In two epochs, as the bundled models learn. */
const fromLanguageModel = (name: string, flags = ''): Row => ({
  name,
  pretrained: true,
  flags: `--epochs 2 ${flags}`.trim(),
});
const adversarial = '--adversarial 1 --embedding-dropout 0.15 --word-dropout 0';
const sentences = '--sentence-ratio 5';
const rows: Readonly<Record<string, Row>> = {
  scratch: {
    name: 'from scratch (six epochs)',
    pretrained: false,
    flags: `${sizes} --pooling mean,max,last --epochs 6`,
  },
  pretrained: fromLanguageModel('language model first'),
  dropout: fromLanguageModel(
    'the same, dropout as from scratch',
    '--embedding-dropout 0.5 --word-dropout 0.1',
  ),
  lastState: fromLanguageModel('the same, the last state alone for pooling', '--pooling last'),
  noAverage: fromLanguageModel('the same, no moving average', '--moving-average 0'),
  oneRate: fromLanguageModel('the same, one rate for all layers', '--lower-rate-scale 1'),
  unfreezing: fromLanguageModel('the same, gradual unfreezing', '--unfreeze-epochs 0.5'),
  sentences: fromLanguageModel('the same, sentences read alone too', sentences),
  adversarial: fromLanguageModel('language model, adversarial, less dropout', adversarial),
  virtual: fromLanguageModel('language model, virtual adversarial', '--virtual-adversarial 1'),
  ...(values.teacher === undefined
    ? {}
    : {
        taught: fromLanguageModel('language model, sentences, teachers on all texts', sentences),
      }),
};
const chosen = values.rows?.split(',') ?? Object.keys(rows);
const unknown = chosen.find((key) => !Object.hasOwn(rows, key));
if (unknown !== undefined) {
  console.error(
    `There is no row ${unknown}; there are ${Object.keys(rows).join(', ')} (taught needs --teacher).`,
  );
  process.exit(2);
}

interface Run {
  readonly row: string;
  readonly seed: number;
  /** What the row adds to `reelsense train`. */
  readonly flags: string;
  readonly teachers: readonly string[];
  readonly accuracy: number;
  readonly calibratedLoss: number;
  readonly seconds: number;
}

const kept = KeptResults.open<Run>(values.results, identity);
const facts = machine();
if (!values.json) console.log(machineLines(facts));
const runs: Run[] = [];
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  for (const row of chosen) {
    const run = known(row, seed) ?? (await trained(row, seed));
    runs.push(run);
    if (!values.json) console.log(`${rows[row]!.name}, seed ${seed}: ${percent(run.accuracy, 2)}`);
  }
}
if (values.json) {
  console.log(
    JSON.stringify({
      benchmark: 'ablation',
      machine: facts,
      sizes,
      runs,
    }),
  );
} else {
  const lines = chosen.map((row) => {
    const own = runs.filter((run) => run.row === row);
    const mean = (of: (run: Run) => number): number =>
      own.reduce((sum, run) => sum + of(run), 0) / own.length;
    return [
      rows[row]!.name,
      percent(
        mean(({ accuracy }) => accuracy),
        2,
      ),
      own.map(({ accuracy }) => (100 * accuracy).toFixed(2)).join(' '),
      mean(({ calibratedLoss }) => calibratedLoss).toFixed(4),
      (mean(({ seconds }) => seconds) / 60).toFixed(0),
    ];
  });
  console.log(`\n${table([['', 'mean', 'each seed', 'calibrated loss', 'minutes'], ...lines])}`);
}

/** What an earlier sitting measured. */
function known(row: string, seed: number): Run | undefined {
  const run = kept.all.find((one) => one.row === row && one.seed === seed);
  if (run === undefined) return undefined;
  const isSame = run.flags === rows[row]!.flags && run.teachers.join() === teachersOf(row).join();
  if (isSame) return run;
  console.error(
    `${values.results} has ${row} by another recipe (${run.flags}) or other teachers; give another --results.`,
  );
  process.exit(2);
}

function teachersOf(row: string): readonly string[] {
  return row === 'taught' ? teachers : [];
}

/** Trains, keeps the figures and removes the model. */
async function trained(row: string, seed: number): Promise<Run> {
  const { pretrained, flags } = rows[row]!;
  const folder = join(values.out, `${row}-${seed}`);
  const training = join(folder, 'training');
  const isBegun =
    existsSync(training) && readdirSync(training).some((file) => file.startsWith('checkpoint-'));
  const words = [
    ...['train', '--data', values.data!, '--out', folder, '--seed', String(seed), '--quiet'],
    ...(values.exclude === undefined ? [] : ['--exclude', values.exclude]),
    ...splitFlags,
    ...(pretrained ? ['--init', values.init!] : []),
    ...flags.split(' ').filter((word) => word !== ''),
    ...(row === 'taught'
      ? ['--teacher', values.teacher!, '--soft-labels', join(values.out, 'soft-labels')]
      : []),
    ...(isBegun ? ['--resume'] : []),
  ];
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'reelsense.js'), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  const { development, training: made } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'));
  const run: Run = {
    row,
    seed,
    flags,
    teachers: teachersOf(row),
    accuracy: development.accuracy,
    calibratedLoss: made.epochs[made.bestEpoch - 1].developmentCalibratedLoss,
    seconds: made.seconds,
  };
  await kept.add(run);
  rmSync(folder, { recursive: true });
  return run;
}
