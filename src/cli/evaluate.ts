/** `reelsense evaluate`: what a model is worth on labelled texts. */
import { Option } from 'commander';
import { type ModelBundle, readModelFolder, writeFileAtomically } from '../checkpoint/index.js';
import type { Example } from '../datasets/index.js';
import {
  type Evaluation,
  evaluate,
  evaluationToJson,
  formatEvaluation,
  renderReport,
} from '../evaluation/index.js';
import { bundledModelFolder, loadModel } from '../load-model.js';
import type { Predictor, ScoredText } from '../prediction/index.js';
import { type RecordedEvaluation, requireMetrics } from '../training/index.js';
import { commandText } from './command-text.js';
import type { Console } from './console.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { evaluatedPart, labelIndexes, type Part, parts } from './evaluated-part.js';
import { exitCodes } from './exit-codes.js';
import { bar, clock, integer } from './figures.js';
import { examples, wholeNumber } from './flags.js';
import { interruptible } from './interruption.js';
import { defaultThreads } from './predict.js';
import { recordEvaluation } from './record-evaluation.js';

interface EvaluateOptions extends DataOptions {
  readonly model?: string;
  readonly part?: Part;
  readonly report?: string;
  readonly record?: boolean;
  readonly json?: boolean;
  readonly threads: number;
}

/** Texts that are scored between two looks at Ctrl-C. */
const CHUNK = 512;

export const addEvaluateCommand: AddCommand = (program, context, finish) => {
  const command = program.command('evaluate').description('measure a model on labelled texts');
  addDataOptions(command)
    .addOption(
      new Option(
        '--part <name>',
        'which part of the data (default: test where there is one, else all)',
      ).choices(parts),
    )
    .optionsGroup('Model:')
    .option('--model <folder>', 'folder of the model (default: the one that comes with Reelsense)')
    .option(
      '--threads <n>',
      `threads of the runtime (default ${defaultThreads})`,
      wholeNumber('--threads', 1, 64),
      defaultThreads,
    )
    .optionsGroup('Result:')
    .option('--json', 'print one JSON object')
    .option('--report <file>', 'write a report with plots, one HTML file')
    .option('--record', "add the figures to the model's metrics.json and card")
    .addHelpText(
      'after',
      examples(
        'evaluate --model runs/sample --data data/sample-reviews.csv',
        'evaluate --data data/aclImdb_v1.tar.gz --report report.html',
        'evaluate --data mine.csv --text-column review --label-column verdict --json',
      ),
    )
    .action(async (options: EvaluateOptions) =>
      finish(
        await interruptible(
          () => context.console.clearProgress(),
          (signal) => evaluateModel(options, context, signal),
        ),
      ),
    );
};

async function evaluateModel(
  options: EvaluateOptions,
  { console, words }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const folder = options.model ?? bundledModelFolder();
  const predictor = await loadModel(options.model, { threads: options.threads });
  try {
    const bundle = await readModelFolder(folder);
    const data = await readLabelledData(options, console, signal);
    const metrics = () => requireMetrics(bundle.metrics, bundle.name);
    if (options.record === true) metrics(); // a refusal comes before the work
    const indexes = labelIndexes(data.dataset, predictor.labels);
    const { part, examples } = evaluatedPart({ ...data, part: options.part, metrics });
    const scored = await scoreAll(predictor, examples, console, signal);
    const evaluation = evaluate({
      labels: predictor.labels,
      truth: examples.map(({ label }) => indexes[label]!),
      scores: scored.map(({ scores }) => scores),
      lengths: scored.map(({ tokens }) => tokens.total),
      ids: examples.map(({ id }) => id),
      threshold: bundle.configuration.reelsense.threshold,
    });
    const { name, format, sha256 } = data.dataset;
    const recorded: RecordedEvaluation = {
      part,
      data: { name, format, sha256 },
      exclude: data.excludeFacts ?? null,
      command: commandText(words),
      figures: evaluationToJson(evaluation),
    };
    if (options.json === true) {
      const { figures, ...facts } = recorded;
      await console.print(JSON.stringify({ ...figures, ...facts, model: predictor.model }));
    } else {
      for (const line of skippedLines(data.dataset)) await console.print(line);
      await console.print(
        `Model ${bundle.name} on the ${part} part of ${name}\n\n${formatEvaluation(evaluation)}`,
      );
    }
    const done: string[] = [];
    if (options.report !== undefined) {
      await writeFileAtomically(options.report, evaluationReport(bundle, recorded, evaluation));
      done.push(`Report: ${options.report}`);
    }
    if (options.record === true) {
      await recordEvaluation(folder, bundle, recorded);
      done.push(`Recorded in ${folder}`);
    }
    for (const line of done) console.note(line);
    return exitCodes.success;
  } finally {
    await predictor.release();
  }
}

/** Chunks of texts of similar length, the longest first, so that little is padded and the time left is not underrated. */
async function scoreAll(
  predictor: Predictor,
  examples: readonly Example[],
  console: Console,
  signal: AbortSignal,
): Promise<ScoredText[]> {
  const order = examples
    .map((_, index) => index)
    .sort((a, b) => examples[b]!.text.length - examples[a]!.text.length);
  const total = examples.reduce((sum, { text }) => sum + text.length, 0);
  const scored = new Array<ScoredText>(examples.length);
  const started = performance.now();
  let characters = 0;
  for (let start = 0; start < order.length; start += CHUNK) {
    signal.throwIfAborted();
    const chunk = order.slice(start, start + CHUNK);
    const results = await predictor.score(chunk.map((index) => examples[index]!.text));
    chunk.forEach((index, i) => {
      scored[index] = results[i]!;
      characters += examples[index]!.text.length;
    });
    const done = Math.min(order.length, start + CHUNK);
    const left = clock((((performance.now() - started) / 1000) * (total - characters)) / characters);
    console.progress(
      `Scoring ${bar(characters / total, 20)} ${integer(done)} of ${integer(order.length)} reviews, ${left} left`,
    );
  }
  console.clearProgress();
  return scored;
}

function evaluationReport(bundle: ModelBundle, recorded: RecordedEvaluation, evaluation: Evaluation): string {
  const { figures: _, command, ...data } = recorded;
  const { name, sha256, configuration, metrics } = bundle;
  const { labels, threshold, architecture } = configuration.reelsense;
  const known = metrics === undefined ? undefined : requireMetrics(metrics, name);
  return renderReport({
    title: `${name} on the ${data.part} part of ${data.data.name}`,
    model: { name, sha256, labels, threshold, ...architecture },
    data: { ...data.data, part: data.part, exclude: data.exclude ?? undefined },
    configuration: known?.training.configuration,
    evaluation,
    history: known && { epochs: known.training.epochs, bestEpoch: known.training.bestEpoch },
    command,
    notes: known === undefined ? [] : [`The model was trained by: ${known.training.command}`],
  });
}
