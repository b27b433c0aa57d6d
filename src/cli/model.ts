/** `reelsense model`: what a model says of itself. */
import { readModelFolder } from '../checkpoint/index.js';
import { modelFolder } from '../load-model.js';
import { memberSizesText } from '../models/index.js';
import { type ModelMetrics, requireMetrics } from '../training/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { clock, counted, megabytes, percent } from './figures.js';
import { examples } from './flags.js';

export const addModelCommand: AddCommand = (program, context, finish) => {
  program
    .command('model')
    .description('check a model folder and print what it says of itself')
    .argument('[folder]', 'the model (default: the one that comes with Reelsense)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('model', 'model runs/sample'))
    .action(async (folder: string | undefined, options: { json?: boolean }) =>
      finish(await describe(modelFolder(folder), options.json === true, context)),
    );
};

async function describe(folder: string, json: boolean, { console }: CommandContext): Promise<number> {
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
  const width = Math.max(...rows.map(([title]) => title.length));
  for (const [title, value] of rows) await console.print(`${title.padEnd(width)}  ${value}`);
  return exitCodes.success;
}

function metricRows({ data, training, storage, development, evaluations }: ModelMetrics): [string, string][] {
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
    ['Development', figures(development)],
    ...evaluations.map(({ part, data: { name }, figures: measured }): [string, string] => [
      'Measured',
      `${figures(measured)} on the ${part} part of ${name}`,
    ]),
  ];
}

function figures({ accuracy, accuracyInterval: [lower, upper], count }: ModelMetrics['development']): string {
  return `accuracy ${percent(accuracy, 2)} (95 % interval ${percent(lower, 2)} to ${percent(upper, 2)}, ${counted(count, 'review')})`;
}
