/**
 * How fast is a training step? Ours beside PyTorch's and beside the machine's own matrix product, in turns within one run.
 *
 *     npm run bench:training -- [--json] [--threads 2] [--rounds 5] [--quick]
 */
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
  readonly pytorch: (Rate & PyTorchFacts) | null;
  /** GFLOP/s; `rounds` are the larger of both ways in each round. */
  readonly matrixProduct: {
    readonly oneSession: number;
    readonly sideBySide: number;
    readonly rounds: readonly number[];
  };
  readonly timesPyTorch: Spread | null;
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
  const parts = await profileStep(size, threads, quick ? 2 : 6);
  const pytorch = torch && (await PyTorchStep.start(torch, size, threads, quick ? 1 : 2));
  const ours = await createOurStep(size, threads);
  const oneSession = await MatrixProduct.create(1, threads);
  const sideBySide = await MatrixProduct.create(threads, 1);
  const measured = {
    ours: [] as number[],
    pytorch: [] as number[],
    one: [] as number[],
    side: [] as number[],
  };
  try {
    await ours.measure(2);
    for (let round = 0; round < rounds; round++) {
      measured.ours.push(tokens / median(await ours.measure(ourSteps)));
      if (pytorch !== undefined) measured.pytorch.push(tokens / median(await pytorch.measure(theirSteps)));
      measured.one.push(await oneSession.measure(productRuns));
      measured.side.push(await sideBySide.measure(productRuns));
    }
  } finally {
    await Promise.all([ours.release(), pytorch?.release(), oneSession.release(), sideBySide.release()]);
  }
  const rate = (perRound: readonly number[]): Rate => ({
    tokensPerSecond: median(perRound),
    gflops: (median(perRound) * operationsPerToken(size)) / 1e9,
    rounds: perRound,
  });
  const product = measured.one.map((one, round) => Math.max(one, measured.side[round]!));
  const ourGflops = measured.ours.map((perSecond) => (perSecond * operationsPerToken(size)) / 1e9);
  return {
    ...size,
    distinctRows: ours.distinctRows,
    ours: rate(measured.ours),
    pytorch: pytorch === undefined ? null : { ...rate(measured.pytorch), ...pytorch.facts },
    matrixProduct: {
      oneSession: median(measured.one),
      sideBySide: median(measured.side),
      rounds: product,
    },
    timesPyTorch: pytorch === undefined ? null : spread(ratios(measured.ours, measured.pytorch)),
    shareOfMatrixProduct: spread(ratios(ourGflops, product)),
    parts,
  };
}

function ratesTable(results: readonly SizeResult[]): string {
  const range = ({ minimum, median, maximum }: Spread, write: (value: number) => string): string =>
    `${write(median)} (${write(minimum)} to ${write(maximum)})`;
  const header = ['', 'tokens/s', 'GFLOP/s', 'PyTorch', 'GFLOP/s', 'ratio', 'matrix product', 'share'];
  const rows = results.map((result) => [
    sizeName(result),
    integer(result.ours.tokensPerSecond),
    integer(result.ours.gflops),
    result.pytorch === null ? '-' : integer(result.pytorch.tokensPerSecond),
    result.pytorch === null ? '-' : integer(result.pytorch.gflops),
    result.timesPyTorch === null ? '-' : range(result.timesPyTorch, (value) => value.toFixed(1)),
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
  const known = results.flatMap(({ pytorch, ...size }) => (pytorch === null ? [] : [{ pytorch, size }]));
  const [first] = known;
  if (first === undefined) {
    return ['No Python with PyTorch was found: apt-get install python3-torch libopenblas0-openmp'];
  }
  const { library, blas } = first.pytorch;
  const warning = unfairness(first.pytorch);
  return [
    `${library} on ${blas}, ${threads} threads; its fastest way of those that were tried:`,
    ...known.map(({ pytorch, size }) => `  ${sizeName(size)}: ${pytorch.fastest}`),
    ...(warning === undefined ? [] : [warning]),
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
  results.push(await measureSize(quick ? { ...size, time: 100 } : size, torch));
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
