/**
 * How fast is a training step? Ours beside PyTorch's, as Debian installs it and tuned, and beside the machine's own matrix product, in
 * turns within one run.
 *
 *     npm run bench:training -- [--json] [--threads 2] [--rounds 5] [--quick]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine, machineLines } from './machine.js';
import { median, ratios, type Spread, spread } from './statistics.js';
import { integer, percent, table } from './table.js';
import { MatrixProduct } from './training/matrix-product.js';
import { createOurStep, profileStep, type StepParts } from './training/our-step.js';
import {
  findPyTorch,
  type PyTorchFacts,
  type PyTorchInstallation,
  PyTorchStep,
  type PyTorchWay,
  unfairness,
} from './training/pytorch.js';
import { operationsPerToken, type StepSize, sizeName, sizes } from './training/sizes.js';
import { installation, measureTensorFlowJs } from './training/tensorflowjs.js';

/** What is asked of each size, and what is aimed at. */
const targets = {
  timesPyTorch: { least: 3, aim: 4 },
  shareOfMatrixProduct: { least: 0.45, aim: 0.6 },
} as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const threads = wholeNumber('--threads', values.threads);
const rounds = wholeNumber('--rounds', values.rounds ?? (quick ? '2' : '5'));
/** Timed steps of each side in a round, and runs of the matrix product. */
const [ourSteps, theirSteps, productRuns] = quick ? [2, 1, 1] : [4, 2, 4];

interface Rate {
  readonly tokensPerSecond: number;
  /** Of the LSTM alone: `operationsPerToken`. */
  readonly gflops: number;
  /** Tokens per second of each round. */
  readonly rounds: readonly number[];
}

interface SizeResult extends StepSize {
  readonly distinctRows: number;
  readonly ours: Rate;
  /** Tuned. */
  readonly pytorch: (Rate & PyTorchFacts) | null;
  readonly pytorchAsInstalled: (Rate & PyTorchFacts) | null;
  /** GFLOP/s; `rounds` are the larger of both ways in each round. */
  readonly matrixProduct: {
    readonly oneSession: number;
    readonly sideBySide: number;
    readonly rounds: readonly number[];
  };
  /** Ours / PyTorch tuned. */
  readonly timesPyTorch: Spread | null;
  readonly timesPyTorchAsInstalled: Spread | null;
  readonly shareOfMatrixProduct: Spread;
  readonly parts: StepParts;
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(`${flag} is ${text}; give a whole number of at least 1.`);
  process.exit(2);
}

function note(text: string): void {
  if (!values.json) console.log(text);
}

async function measureSize(size: StepSize, torch: PyTorchInstallation | undefined): Promise<SizeResult> {
  const tokens = size.batch * size.time;
  const parts = await profileStep(size, threads, quick ? 2 : 20);
  const installed = torch && (await PyTorchStep.start('asInstalled', torch, size, threads, 1));
  const tuned = torch && (await PyTorchStep.start('tuned', torch, size, threads, quick ? 1 : 2));
  const ours = await createOurStep(size, threads);
  const oneSession = await MatrixProduct.create(1, threads);
  const sideBySide = await MatrixProduct.create(threads, 1);
  const measured = {
    ours: [] as number[],
    tuned: [] as number[],
    installed: [] as number[],
    one: [] as number[],
    side: [] as number[],
  };
  try {
    await ours.measure(2);
    for (let round = 0; round < rounds; round++) {
      measured.ours.push(tokens / median(await ours.measure(ourSteps)));
      if (tuned !== undefined) measured.tuned.push(tokens / median(await tuned.measure(theirSteps)));
      if (installed !== undefined) {
        measured.installed.push(tokens / median(await installed.measure(theirSteps)));
        await sleep(300); // Its pool of threads spins for a while before it sleeps.
      }
      measured.one.push(await oneSession.measure(productRuns));
      measured.side.push(await sideBySide.measure(productRuns));
    }
  } finally {
    await Promise.all([ours, tuned, installed, oneSession, sideBySide].map((side) => side?.release()));
  }
  const operations = operationsPerToken(size, ours.distinctRows);
  const rate = (perRound: readonly number[]): Rate => ({
    tokensPerSecond: median(perRound),
    gflops: (median(perRound) * operations) / 1e9,
    rounds: perRound,
  });
  const product = measured.one.map((one, round) => Math.max(one, measured.side[round]!));
  const ourGflops = measured.ours.map((perSecond) => (perSecond * operations) / 1e9);
  return {
    ...size,
    distinctRows: ours.distinctRows,
    ours: rate(measured.ours),
    pytorch: tuned === undefined ? null : { ...rate(measured.tuned), ...tuned.facts },
    pytorchAsInstalled: installed === undefined ? null : { ...rate(measured.installed), ...installed.facts },
    matrixProduct: {
      oneSession: median(measured.one),
      sideBySide: median(measured.side),
      rounds: product,
    },
    timesPyTorch: tuned === undefined ? null : spread(ratios(measured.ours, measured.tuned)),
    timesPyTorchAsInstalled:
      installed === undefined ? null : spread(ratios(measured.ours, measured.installed)),
    shareOfMatrixProduct: spread(ratios(ourGflops, product)),
    parts,
  };
}

function ratesTable(results: readonly SizeResult[]): string {
  const range = ({ minimum, median, maximum }: Spread, write: (value: number) => string): string =>
    `${write(median)} (${write(minimum)} to ${write(maximum)})`;
  const times = (ratio: Spread | null): string =>
    ratio === null ? '-' : range(ratio, (value) => value.toFixed(1));
  const header = [
    ...['', 'tokens/s', 'GFLOP/s', 'PyTorch as Debian installs it', 'ratio', 'PyTorch tuned', 'ratio'],
    ...['matrix product', 'share'],
  ];
  const rows = results.map((result) => [
    sizeName(result),
    integer(result.ours.tokensPerSecond),
    integer(result.ours.gflops),
    result.pytorchAsInstalled === null ? '-' : integer(result.pytorchAsInstalled.tokensPerSecond),
    times(result.timesPyTorchAsInstalled),
    result.pytorch === null ? '-' : integer(result.pytorch.tokensPerSecond),
    times(result.timesPyTorch),
    `${integer(median(result.matrixProduct.rounds))} GFLOP/s`,
    range(result.shareOfMatrixProduct, (value) => percent(value)),
  ]);
  return table([header, ...rows]);
}

function partsTable(results: readonly SizeResult[]): string {
  const header = ['ms a step, one replica alone', 'runtime', 'feeds, copies', 'reduce', 'update', 'outside'];
  const rows = results.map(({ parts, ...size }) => [
    sizeName(size),
    ...[parts.runtime, parts.around, parts.reduce, parts.update].map((value) => value.toFixed(1)),
    percent(parts.shareOutside, 1),
  ]);
  return table([header, ...rows]);
}

function pytorchLines(results: readonly SizeResult[]): string[] {
  const tuned = results.flatMap(({ pytorch, ...size }) => (pytorch === null ? [] : [{ pytorch, size }]));
  const installed = results[0]?.pytorchAsInstalled;
  const best = tuned[0]?.pytorch;
  if (!installed || best === undefined) {
    return [
      'No Python with PyTorch was found: apt-get install python3-torch libopenblas0 libopenblas0-openmp',
    ];
  }
  const ways: [PyTorchWay, PyTorchFacts][] = [
    ['asInstalled', installed],
    ['tuned', best],
  ];
  return [
    `PyTorch as Debian installs it: ${installed.library} on ${installed.blas}, ${threads} threads; ${installed.fastest}`,
    `PyTorch tuned: ${best.library} on ${best.blas}, ${threads} threads; its fastest way of those that were tried:`,
    ...tuned.map(({ pytorch, size }) => `  ${sizeName(size)}: ${pytorch.fastest}`),
    ...ways.flatMap(([way, facts]) => unfairness(way, facts) ?? []),
  ];
}

const facts = machine();
note(machineLines(facts));
note(
  `A step: embedding, LSTM, mean, linear layer, loss, backward, Adam. ${threads} threads, ${rounds} rounds; medians\n`,
);
const torch = findPyTorch();
const results: SizeResult[] = [];
for (const size of sizes) {
  if (!values.json) process.stderr.write(`measuring ${sizeName(size)} ...\n`);
  results.push(await measureSize(quick ? { ...size, time: Math.min(100, size.time) } : size, torch));
}
const tensorflowjs = await measureTensorFlowJs(threads, quick ? 1 : 3);

if (values.json) {
  const document = { benchmark: 'training', machine: facts, threads, rounds, quick, targets };
  console.log(JSON.stringify({ ...document, sizes: results, tensorflowjs: tensorflowjs ?? null }));
} else {
  const { timesPyTorch, shareOfMatrixProduct } = targets;
  note(ratesTable(results));
  note(
    `Asked for: ${timesPyTorch.least} times PyTorch (aim ${timesPyTorch.aim}), ${percent(shareOfMatrixProduct.least)} of the matrix product (aim ${percent(shareOfMatrixProduct.aim)}).\n`,
  );
  note(partsTable(results));
  note('');
  for (const line of pytorchLines(results)) note(line);
  if (tensorflowjs === undefined) {
    note(`TensorFlow.js is not installed: ${installation}`);
  } else {
    const { library, batch, time, embeddingSize, hiddenSize, ours, training, vocabularySize } = tensorflowjs;
    const shown =
      training === null ? 'cannot train this' : `${integer(training)} tokens/s with ${vocabularySize} words`;
    note(
      `${library}, cpu backend, ${batch} x ${time}, ${embeddingSize} -> ${hiddenSize}: ${shown}; ours ${integer(ours)} tokens/s with 30,000 words`,
    );
  }
  if (quick) note('\n--quick: short reviews and few steps; it shows that everything runs, not how fast.');
}
