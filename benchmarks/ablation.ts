/**
 * What each part of the recipe brings: the same classifier trained with more and more of it, several seeds each.
 *
 *     npm run bench:ablation -- --data PATH --init FOLDER [--exclude FILE] [--teacher MODELS] [--hidden-size 256] [--seeds 3]
 *         [--rows scratch,pretrained,...] [--out runs/ablation] [--json]
 *
 * Measured on the development part, which also chooses each run's epoch, alike in all rows. A run that was stopped goes on, and one
 * that is done is read; the same command does both. The language model in --init has to have the hidden size.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, machineLines } from './machine.js';
import { root } from './root.js';
import { percent, table } from './table.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    init: { type: 'string' },
    exclude: { type: 'string' },
    teacher: { type: 'string' },
    'hidden-size': { type: 'string', default: '256' },
    seeds: { type: 'string', default: '3' },
    rows: { type: 'string' },
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

interface Row {
  readonly name: string;
  readonly flags: readonly string[];
}

const pretrained = ['--init', values.init];
const adversarial = [
  ...[...pretrained, '--adversarial', '1'],
  ...['--embedding-dropout', '0.15', '--word-dropout', '0'],
];
const rows: Readonly<Record<string, Row>> = {
  scratch: {
    name: 'from scratch',
    flags: ['--hidden-size', values['hidden-size'], '--pooling', 'mean,max,last', '--epochs', '6'],
  },
  pretrained: { name: 'language model first', flags: pretrained },
  dropout: {
    name: 'the same, dropout as from scratch',
    flags: [...pretrained, '--embedding-dropout', '0.5', '--word-dropout', '0.1'],
  },
  lastState: {
    name: 'the same, the last state alone for pooling',
    flags: [...pretrained, '--pooling', 'last'],
  },
  noAverage: { name: 'the same, no moving average', flags: [...pretrained, '--moving-average', '0'] },
  oneRate: { name: 'the same, one rate for all layers', flags: [...pretrained, '--lower-rate-scale', '1'] },
  unfreezing: { name: 'the same, gradual unfreezing', flags: [...pretrained, '--unfreeze-epochs', '0.5'] },
  adversarial: { name: 'language model, adversarial, less dropout', flags: adversarial },
  virtual: {
    name: 'language model, virtual adversarial',
    flags: [...pretrained, '--virtual-adversarial', '1'],
  },
  ...(values.teacher === undefined
    ? {}
    : {
        taught: {
          name: 'language model, adversarial, teachers on all texts',
          flags: [...adversarial, '--teacher', values.teacher, '--epochs', '2'],
        },
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
  readonly accuracy: number;
  readonly logLoss: number;
  readonly seconds: number;
}

const facts = machine();
if (!values.json) console.log(machineLines(facts));
const runs: Run[] = [];
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  for (const row of chosen) {
    const run = trained(row, seed);
    runs.push(run);
    if (!values.json) console.log(`${rows[row]!.name}, seed ${seed}: ${percent(run.accuracy, 2)}`);
  }
}
if (values.json) {
  console.log(
    JSON.stringify({
      benchmark: 'ablation',
      machine: facts,
      hiddenSize: Number(values['hidden-size']),
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
      mean(({ logLoss }) => logLoss).toFixed(4),
      (mean(({ seconds }) => seconds) / 60).toFixed(0),
    ];
  });
  console.log(`\n${table([['', 'mean', 'each seed', 'log loss', 'minutes'], ...lines])}`);
}

function trained(row: string, seed: number): Run {
  const folder = join(values.out, `${row}-${seed}`);
  if (!existsSync(join(folder, 'metrics.json'))) {
    const training = join(folder, 'training');
    const begun =
      existsSync(training) && readdirSync(training).some((file) => file.startsWith('checkpoint-'));
    const words = [
      ...['train', '--data', values.data!, '--out', folder, '--seed', String(seed), '--quiet'],
      ...(values.exclude === undefined ? [] : ['--exclude', values.exclude]),
      ...rows[row]!.flags,
      ...(row === 'taught' ? ['--soft-labels', join(values.out, 'soft-labels')] : []),
      ...(begun ? ['--resume'] : []),
    ];
    const { status } = spawnSync(process.execPath, [join(root, 'bin', 'reelsense.js'), ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) process.exit(status ?? 1);
  }
  const { development, training } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'));
  if (!training.command.includes(rows[row]!.flags.join(' '))) {
    console.error(`${folder} is of another recipe (${training.command}); give another --out, or remove it.`);
    process.exit(2);
  }
  return {
    row,
    seed,
    accuracy: development.accuracy,
    logLoss: development.logLoss,
    seconds: training.seconds,
  };
}
