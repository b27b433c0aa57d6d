/** `reelsense evaluate`: what a model is worth on labelled texts. */
import { Option } from 'commander';
import { readModelFolder, writeFileAtomically } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { evaluate, evaluationToJson, formatEvaluation } from '../evaluation/index.js';
import { BUNDLED_MODEL, bundledName, modelFolder } from '../load-model.js';
import { Predictor } from '../prediction/index.js';
import { Session } from '../runtime/index.js';
import { Tokenizer } from '../text/index.js';
import { partOf, type RecordedEvaluation, requireMetrics } from '../training/index.js';
import { isCalibratedOn } from './calibration-texts.js';
import { commandText } from './command-text.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import {
  evaluatedPart,
  isTrainedOn,
  labelIndexes,
  noteChangedData,
  type Part,
  parts,
} from './evaluated-part.js';
import { evaluationReport } from './evaluation-report.js';
import { exitCodes } from './exit-codes.js';
import { examples, needed } from './flags.js';
import { interruptible } from './interruption.js';
import { refuseInput, refuseMissingFolder } from './missing-folder.js';
import { modelOption } from './model-option.js';
import { recordEvaluation } from './record-evaluation.js';
import { scoreReviews } from './score-reviews.js';
import { threadsOption } from './threads.js';

interface EvaluateOptions extends DataOptions {
  readonly model?: string;
  readonly part?: Part;
  readonly report?: string;
  readonly record?: boolean;
  readonly json?: boolean;
  readonly threads: number;
}

export const addEvaluateCommand: AddCommand = (program, context, finish) => {
  const command = program.command('evaluate').description('measure a model on labelled texts');
  addDataOptions(command)
    .addOption(
      new Option(
        '--part <name>',
        'which part of the data (default: test where there is one; else development of the data that the model was trained on, all of other data)',
      ).choices(parts),
    )
    .optionsGroup('Model:')
    .option(...modelOption)
    .option(...threadsOption)
    .optionsGroup('Result:')
    .option('--json', 'print one JSON object')
    .option('--report <file>', 'write a report with plots, one HTML file')
    .option(
      '--record',
      "add the figures to the model's metrics.json and card (not of a model that comes with Reelsense)",
    )
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
  needed(options.data, '--data');
  const folder = modelFolder(options.model);
  if (options.record === true) refuseBundled(options.model ?? BUNDLED_MODEL, folder);
  if (options.report !== undefined) {
    refuseMissingFolder(options.report, 'The report');
    refuseInput(options.report, 'The report', [options.data, options.exclude]);
  }
  const bundle = await readModelFolder(folder);
  const predictor = await Predictor.create(bundle, {
    createSession: Session.create,
    threads: options.threads,
  });
  try {
    const data = await readLabelledData(options, console, signal);
    const metrics = () => requireMetrics(bundle.metrics, bundle.name);
    if (options.record === true) metrics(); // a refusal comes before the work
    const indexes = labelIndexes(data.dataset, predictor.labels);
    const isOwn = isTrainedOn(bundle, data.dataset);
    if (bundle.metrics !== undefined) noteChangedData(bundle.name, metrics(), data.dataset, console);
    const { part, examples } = evaluatedPart({ ...data, part: options.part, isOwn, metrics });
    const isTrained = isOwn && (part === 'train' || part === 'all');
    if (isTrained || (bundle.metrics !== undefined && isCalibratedOn(metrics(), data.dataset, part))) {
      if (options.record === true) {
        throw new ReelsenseError(
          'invalid-option',
          `The model was ${isTrained ? 'trained' : 'calibrated'} on reviews of the ${part} part, so its figures there are none to record; ${isTrained ? 'give --part development or test' : 'measure it on reviews that its calibration left out'}, or leave --record out.`,
        );
      }
      console.note(
        isTrained
          ? 'Note: the model was trained on reviews of this part; new ones will be harder for it.'
          : 'Note: the model was calibrated on reviews of this part; its probabilities will fit new ones less well.',
      );
    }
    const scored = await scoreReviews(predictor, examples, console, signal);
    const evaluation = evaluate({
      labels: predictor.labels,
      truth: examples.map(({ label }) => indexes[label]!),
      scores: scored.map(({ scores }) => scores),
      lengths: scored.map(({ tokens }) => tokens.total),
      reviews: {
        texts: examples.map(({ text }) => text),
        vocabulary: Tokenizer.fromJson(bundle.tokenizer, bundle.tokenizerConfiguration).vocabulary,
        language: bundle.metrics === undefined ? undefined : metrics().card.language,
      },
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
      const skippedRows = data.dataset.skipped.length;
      await console.print(JSON.stringify({ ...figures, ...facts, skippedRows, model: predictor.model }));
    } else {
      for (const line of skippedLines(data.dataset)) await console.print(line);
      await console.print(
        `Model ${bundle.name} on ${partOf(part, { name })}\n\n${formatEvaluation(evaluation)}`,
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

/** @throws ReelsenseError 'invalid-option' for a model that comes with the package: an install would take the record away, and the model would not be the one that others have */
function refuseBundled(model: string, folder: string): void {
  const name = bundledName(model);
  if (name === undefined) return;
  throw new ReelsenseError(
    'invalid-option',
    `--record writes into the folder of the model, and ${name} comes with Reelsense. Copy ${folder} and give the copy as --model, or leave --record out (--json and --report keep the figures).`,
  );
}
