/** `reelsense model`: what a model says of itself. */
import { holdsCheckpoints, isModelFolder, readModelFolder } from '../checkpoint/index.js';
import { modelFolder } from '../load-model.js';
import { memberSizesText } from '../models/index.js';
import {
  developmentOf,
  type ModelMetrics,
  readBefore,
  readPretrained,
  requireMetrics,
} from '../training/index.js';
import type { Console } from './console.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { clock, counted, megabytes, percent } from './figures.js';
import { examples } from './flags.js';

export const addModelCommand: AddCommand = (program, context, finish) => {
  program
    .command('model')
    .description('check a model folder, or the folder of a language model, and print what it says of itself')
    .argument('[folder]', 'the model (default: the one that comes with Reelsense)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('model', 'model runs/sample', 'model imdb-language-model'))
    .action(async (folder: string | undefined, options: { json?: boolean }) =>
      finish(await describe(modelFolder(folder), options.json === true, context)),
    );
};

async function describe(folder: string, json: boolean, { console }: CommandContext): Promise<number> {
  if (!(await isModelFolder(folder)) && (await holdsCheckpoints(folder)))
    return describeLanguageModel(folder, json, console);
  const { name, sha256, model, configuration, metrics } = await readModelFolder(folder);
  const { labels, maximumLength, architecture } = configuration.reelsense;
  if (json) {
    await console.print(JSON.stringify({ name, sha256, folder, configuration, metrics }));
    return exitCodes.success;
  }
  const rows: [string, string][] = [
    ['Model', name],
    ['Folder', folder],
    ['SHA-256', sha256],
    ['Labels', labels.join(', ')],
    ['Vocabulary', `${counted(configuration.vocab_size, 'word')}`],
    ['Reads', `the first ${counted(maximumLength - 1, 'token')} of a text`],
    [
      'Architecture',
      Object.entries(architecture)
        .map(
          ([key, value]) =>
            `${key} ${key === 'members' && Array.isArray(value) ? memberSizesText(value) : String(value)}`,
        )
        .join(', '),
    ],
    ['ONNX file', megabytes(model.byteLength)],
    ...(metrics === undefined ? [] : metricRows(requireMetrics(metrics, name))),
  ];
  await printRows(rows, console);
  return exitCodes.success;
}

async function describeLanguageModel(folder: string, json: boolean, console: Console): Promise<number> {
  const { facts, vocabulary, texts } = await readPretrained(folder);
  const { checkpoint, epochs, steps, seconds, perplexity, initial, exported, configuration } = facts;
  if (json) {
    await console.print(
      JSON.stringify({ kind: 'language-model', folder, words: vocabulary.size, texts, ...facts }),
    );
    return exitCodes.success;
  }
  const { embeddingSize, hiddenSize, bidirectional } = configuration;
  const rows: [string, string][] = [
    ['Language model', `to begin a training with: train --init ${folder}`],
    ['Checkpoint', checkpoint],
    ...(initial === undefined ? [] : [['Goes on from', initial] as [string, string]]),
    ['Vocabulary', counted(vocabulary.size, 'word')],
    [
      'Architecture',
      `${hiddenSize} units over ${embeddingSize} features${bidirectional ? ', both directions' : ''}`,
    ],
    ['Weights', exported ?? 'of its run, with what that needs to go on'],
    ['Trained', `${counted(epochs, 'epoch')}, ${counted(steps, 'step')}, ${clock(seconds)}`],
    ...(perplexity === null
      ? []
      : [
          ['Perplexity', `${perplexity.toFixed(1)} on held-out texts${readBefore(facts)}`] as [
            string,
            string,
          ],
        ]),
    ...texts.map((sha256): [string, string] => ['Has read', `texts with the SHA-256 ${sha256}`]),
  ];
  await printRows(rows, console);
  return exitCodes.success;
}

async function printRows(rows: readonly [string, string][], console: Console): Promise<void> {
  const width = Math.max(...rows.map(([title]) => title.length));
  for (const [title, value] of rows) await console.print(`${title.padEnd(width)}  ${value}`);
}

function metricRows(metrics: ModelMetrics): [string, string][] {
  const { data, training, storage, development, evaluations } = metrics;
  return [
    [
      'Weights',
      `${storage.weights}; temperature ${storage.temperature.toFixed(3)}${storage.bias ? ` and bias ${storage.bias.toFixed(3)}` : ''} folded in`,
    ],
    ['Trained on', `${data.name}, ${counted(data.split.train, 'review')}, SHA-256 ${data.sha256}`],
    [
      'By',
      `${training.command}  (seed ${training.seed}, ${clock(training.seconds)}, epoch ${training.bestEpoch} kept)`,
    ],
    ['Development', `${figures(development)}${ofAnother(developmentOf(metrics))}`],
    ...evaluations.map(({ part, data: { name }, figures: measured, of }): [string, string] => [
      'Measured',
      `${figures(measured)} on the ${part} part of ${name}${ofAnother(of)}`,
    ]),
  ];
}

function ofAnother(name: string | undefined): string {
  return name === undefined ? '' : `, of ${name}`;
}

function figures({ accuracy, accuracyInterval: [lower, upper], count }: ModelMetrics['development']): string {
  return `accuracy ${percent(accuracy, 2)} (95 % interval ${percent(lower, 2)} to ${percent(upper, 2)}, ${counted(count, 'review')})`;
}
