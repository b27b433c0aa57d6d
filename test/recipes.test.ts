/** `npm run reproduce` trains with the settings that the models in models/ were trained with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipes } from '../scripts/recipes.mjs';
import type { CommandContext } from '../src/cli/context.js';
import { createProgram } from '../src/cli/program.js';
import { BUNDLED_MODELS } from '../src/index.js';
import {
  type PretrainingConfiguration,
  pretrainingSettings,
  resolveConfiguration,
  resolvePretrainingConfiguration,
  type SettingsTable,
  settings,
  type TrainingConfiguration,
} from '../src/training/index.js';
import { root } from './reelsense-command.js';

type Recorded = Partial<TrainingConfiguration>;

interface Recording {
  readonly training: RecordedTraining;
  readonly members?: readonly Recording[];
}

interface RecordedTraining {
  readonly configuration: Recorded;
  readonly pretraining: { readonly configuration: Partial<PretrainingConfiguration> } | null;
  readonly initial?: { readonly training?: RecordedTraining } | null;
}

/** The settings of a model's members, where it has some, and its own; of their language models; and its licence. */
function recordedIn(name: string): {
  configurations: Recorded[];
  pretraining: Partial<PretrainingConfiguration>[];
  license: string;
} {
  const metrics = JSON.parse(
    readFileSync(join(root, 'models', name, 'metrics.json'), 'utf8'),
  ) as Recording & {
    card: { license: string };
  };
  const trainings = trainingsOf(metrics).flatMap(lineage);
  return {
    configurations: trainings.map(({ configuration }) => ({ ...ofBefore, ...withoutUnused(configuration) })),
    pretraining: trainings.flatMap(({ pretraining }) =>
      pretraining === null ? [] : [{ ...ofBefore, ...pretraining.configuration }],
    ),
    license: metrics.card.license,
  };
}

function trainingsOf({ training, members = [] }: Recording): RecordedTraining[] {
  return [...members.flatMap(trainingsOf), training];
}

/** A training and those of what it began with. */
function lineage(training: RecordedTraining): RecordedTraining[] {
  const before = training.initial?.training;
  return [training, ...(before === undefined ? [] : lineage(before))];
}

/** How models and language models of before there was a choice set reviews aside. */
const ofBefore = { splitBy: 'text' } as const;

/** Without the length of steps that were not made. */
function withoutUnused(recorded: Recorded): Recorded {
  const { adversarialNorm: _, ...configuration } = recorded;
  const { adversarial = 0, virtualAdversarial = 0 } = configuration;
  return adversarial + virtualAdversarial > 0 ? recorded : configuration;
}

/** The settings among the words of a command. */
function settingsIn<Settings extends object>(
  words: readonly string[],
  table: SettingsTable<Settings>,
): Partial<Settings> {
  const given: Record<string, unknown> = {};
  words.forEach((word, i) => {
    const value = words[i + 1]!;
    const key = word.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const kind = Object.hasOwn(table, key) ? table[key as keyof Settings].kind : undefined;
    if (kind === 'choices') given[key] = value.split(',');
    else if (kind === 'choice') given[key] = value;
    else if (kind !== undefined) given[key] = Number(value);
  });
  return given as Partial<Settings>;
}

/** What `reelsense train` makes of its words; the sizes are those of what it begins with. */
function configurationOf(words: readonly string[], sizes: Recorded): TrainingConfiguration {
  const standard = words.includes('--init') ? 'finetune' : 'standard';
  const preset = words.includes('--preset') ? words[words.indexOf('--preset') + 1] : standard;
  return resolveConfiguration({ ...sizes, ...settingsIn(words, settings) }, preset);
}

describe.each(BUNDLED_MODELS)('the recipe of %s', (name) => {
  const steps = recipes[name]!.map(({ words }) => words((part) => `runs/${part}`, ['--data', 'archive']));

  it('ends with the model, trained with the settings that the model names', () => {
    expect(recipes[name]!.at(-1)!.name).toBe(name);
    const { configurations, pretraining, license } = recordedIn(name);
    const last = steps.findLast(([command]) => command === 'train')!; // a join takes what its members have
    expect(last.join(' ')).toContain(`--license ${license}`);
    const trained = steps.filter(([command]) => command === 'train');
    for (const recorded of configurations) {
      const { embeddingSize, hiddenSize, bidirectional, vocabularySize } = recorded;
      const sizes = { embeddingSize, hiddenSize, bidirectional, vocabularySize } as Recorded;
      expect(trained.map((words) => configurationOf(words, sizes))).toContainEqual(
        expect.objectContaining(recorded),
      );
    }
    const pretrained = steps.filter(([command]) => command === 'pretrain');
    for (const recorded of pretraining) {
      expect(
        pretrained.map((words) => resolvePretrainingConfiguration(settingsIn(words, pretrainingSettings))),
      ).toContainEqual(expect.objectContaining(recorded));
    }
  });

  it('uses options that the commands have', () => {
    const { program } = createProgram({ console: {} } as CommandContext, process);
    for (const [command, ...words] of steps) {
      const options = program.commands.find((one) => one.name() === command)!.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(words.filter((word) => word.startsWith('--'))));
    }
  });

  it('makes everything before it is used', () => {
    const made = new Set(['runs/answers']); // made by the first run that asks a teacher
    recipes[name]!.forEach((step, i) => {
      const used = steps[i]!.flatMap((word) => word.split(',')).filter((word) => word.startsWith('runs/'));
      for (const path of used) {
        if (path !== `runs/${step.name}`) expect(made).toContain(path);
      }
      made.add(`runs/${step.name}`);
    });
  });
});
