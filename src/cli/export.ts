/** `reelsense export`: a model folder with its weights stored in another way, and what that costs. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import {
  holdsCheckpoints,
  isModelFolder,
  MODEL_FILE,
  type ModelBundle,
  readModelFolder,
  variantFile,
  writeModelFolder,
} from '../checkpoint/index.js';
import type { Dataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { modelFolder } from '../load-model.js';
import type { WeightStorage } from '../models/index.js';
import {
  describeModel,
  type ExportFacts,
  requireMetrics,
  storageVariants,
  storeAgain,
  withExport,
} from '../training/index.js';
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
import { exitCodes } from './exit-codes.js';
import { exportLanguageModelTo } from './export-language-model.js';
import { exportLines } from './export-lines.js';
import { examples, needed } from './flags.js';
import { interruptible } from './interruption.js';
import { changedLabels, measureStorage, type StoredForm } from './measure-storages.js';
import { modelOption } from './model-option.js';
import { checkMadeTarget, refuseOwnFolder } from './other-folder.js';
import { threadsOption } from './threads.js';

const quantizations = ['int8', 'float16', 'none'] as const;

const [threadsFlag, threadsMeaning, ...threadsValue] = threadsOption;

interface ExportOptions extends DataOptions {
  readonly model?: string;
  readonly out?: string;
  readonly quantize?: (typeof quantizations)[number];
  readonly variants?: boolean;
  readonly part?: Part;
  readonly json?: boolean;
  readonly threads: number;
}

export const addExportCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('export')
    .description(
      'store the weights of a model, or of a language model of `pretrain`, in fewer or more bits, and measure what that costs',
    )
    .optionsGroup('Model:')
    .option(...modelOption)
    .option('--out <folder>', '(needed) where the new model folder goes')
    .addOption(
      new Option(
        '--quantize <kind>',
        'how the weights are stored: int8 (the smallest, and the fastest from 128 units), float16, or none for float32 (default: int8; none with --variants)',
      ).choices(quantizations),
    )
    .option(
      '--variants',
      "write onnx/model_fp16.onnx (float16) and onnx/model_quantized.onnx (int8) too, which @huggingface/transformers opens with dtype 'fp16' and 'q8'",
    );
  addDataOptions(command, 'labelled texts to measure on, before and after: ')
    .addOption(
      new Option(
        '--part <name>',
        "which part of the data (default: development of the data that the model was trained on; of other data all, where it has no test part). The test part only when named, and then don't choose by it",
      ).choices(parts),
    )
    .option(threadsFlag, `${threadsMeaning} (a language model is measured on one)`, ...threadsValue)
    .optionsGroup('Result:')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        'export --model runs/sample --out runs/sample-int8 --quantize int8 --data data/sample-reviews.csv',
        'export --out runs/for-browsers --variants',
        'export --model runs/language-model --out my-language-model',
      ),
    )
    .action(async (options: ExportOptions) =>
      finish(
        await interruptible(
          () => context.console.clearProgress(),
          (signal) => exportModel(options, context, signal),
        ),
      ),
    );
};

async function exportModel(
  options: ExportOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const { console, words } = context;
  console.goOnWithoutReader();
  const out = needed(options.out, '--out');
  const folder = modelFolder(options.model);
  refuseOwnFolder(out, folder);
  if (options.data === undefined && options.part !== undefined) {
    throw new ReelsenseError('invalid-option', '--part is given without --data; give the data too.');
  }
  if (!(await isModelFolder(folder)) && (await holdsCheckpoints(folder))) {
    refuseForLanguageModel(options);
    const { quantize = 'int8' } = options;
    const storage = quantize === 'none' ? 'float32' : quantize;
    const target = { folder, out, storage, json: options.json === true } as const;
    return exportLanguageModelTo(target, options, context, signal);
  }
  await checkMadeTarget(out, console);
  const bundle = await readModelFolder(folder);
  const forms = storedForms(bundle, options);
  const [main, ...others] = forms as [StoredForm, ...StoredForm[]];
  const facts: Omit<ExportFacts, 'figuresOf'> = {
    command: commandText(words),
    from: { name: bundle.name, sha256: bundle.sha256, weights: weightsOf(bundle) },
    measured: options.data === undefined ? null : await measure(bundle, forms, options, console, signal),
  };
  signal.throwIfAborted();
  const { tokenizer, tokenizerConfiguration, configuration, card } = bundle;
  const metrics =
    bundle.metrics === undefined
      ? undefined
      : withExport(requireMetrics(bundle.metrics, bundle.name), facts, {
          weights: main.weights,
          modelBytes: main.bytes.length,
        });
  const name = resolve(out).split(/[\\/]/).at(-1)!;
  await writeModelFolder(out, {
    model: main.bytes,
    variants: Object.fromEntries(others.map(({ file, bytes }) => [variantName(file), bytes])),
    tokenizer,
    tokenizerConfiguration,
    configuration,
    ...(metrics === undefined
      ? card === undefined
        ? {}
        : { card }
      : { metrics, card: describeModel(name, configuration.reelsense.labels, metrics) }),
  });
  if (options.json === true) {
    const files = forms.map(({ file, weights, bytes }) => ({ file, weights, bytes: bytes.length }));
    await console.print(JSON.stringify({ folder: out, files, ...facts }));
    return exitCodes.success;
  }
  for (const line of exportLines(out, bundle, forms, facts)) await console.print(line);
  return exitCodes.success;
}

function refuseForLanguageModel({ variants, part }: ExportOptions): void {
  const flag = variants === true ? '--variants' : part === undefined ? undefined : '--part';
  if (flag === undefined) return;
  throw new ReelsenseError(
    'invalid-option',
    `${flag} is for classifiers; a language model is measured on the texts that its run held out. Leave ${flag} out.`,
  );
}

/** The main file first, then the variants. */
function storedForms(bundle: ModelBundle, { quantize, variants = false }: ExportOptions): StoredForm[] {
  const kind = quantize ?? (variants ? 'none' : 'int8');
  const form = (file: string, weights: WeightStorage): StoredForm => ({
    file,
    weights,
    bytes: storeAgain(bundle, weights),
  });
  return [
    form(MODEL_FILE, kind === 'none' ? 'float32' : kind),
    ...(variants
      ? Object.entries(storageVariants).map(([name, weights]) => form(variantFile(name), weights))
      : []),
  ];
}

function variantName(file: string): string {
  return Object.keys(storageVariants).find((name) => variantFile(name) === file)!;
}

function weightsOf({ metrics, name }: ModelBundle): WeightStorage | null {
  return metrics === undefined ? null : requireMetrics(metrics, name).storage.weights;
}

async function measure(
  bundle: ModelBundle,
  forms: readonly StoredForm[],
  options: ExportOptions,
  console: CommandContext['console'],
  signal: AbortSignal,
): Promise<ExportFacts['measured']> {
  const data = await readLabelledData(options, console, signal);
  for (const line of skippedLines(data.dataset)) console.note(line);
  const labels = labelIndexes(data.dataset, bundle.configuration.reelsense.labels);
  const metrics = () => requireMetrics(bundle.metrics, bundle.name);
  const isOwn = isTrainedOn(bundle, data.dataset);
  if (bundle.metrics !== undefined) noteChangedData(bundle.name, metrics(), data.dataset, console);
  const chosen = options.part ?? partOf(data.dataset, isOwn);
  const { part, examples } = evaluatedPart({ ...data, part: chosen, isOwn, metrics });
  const how = { examples, labels, threads: options.threads, console, signal };
  const before = await measureStorage(bundle, bundle.model, how);
  const after = [];
  for (const { file, weights, bytes } of forms) {
    const figures = await measureStorage(bundle, bytes, how);
    const { accuracy, logLoss } = figures;
    const changed = changedLabels(before, figures);
    after.push({ file, weights, bytes: bytes.length, accuracy, logLoss, changed });
  }
  const { name, format, sha256 } = data.dataset;
  const { accuracy, logLoss, count } = before;
  return { part, data: { name, format, sha256 }, count, before: { accuracy, logLoss }, after };
}

/** A choice between storages is a choice, so it is not made on the test part unless somebody says so. */
function partOf(dataset: Dataset, isOwn: boolean): Part {
  if (isOwn) return 'development';
  if (dataset.test.length === 0) return 'all';
  throw new ReelsenseError(
    'invalid-option',
    `${dataset.name} has a test part, and is not the data that the model was trained on; say with --part test or --part all what to measure on.`,
  );
}
