/** `npm run reproduce` runs what the models in models/ say they were made by. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipes } from '../scripts/recipes.mjs';
import { BUNDLED_MODELS } from '../src/index.js';
import { root } from './reelsense-command.js';

interface Training {
  readonly command: string;
}

/** The commands that the metrics of a model name: of its members where it has some, and its own. */
function recordedCommands(name: string): string[] {
  const { training, members = [] } = JSON.parse(
    readFileSync(join(root, 'models', name, 'metrics.json'), 'utf8'),
  ) as { training: Training; members?: { training: Training }[] };
  return [...members.map((member) => member.training.command), training.command];
}

/** Flags with their values; left out are those that are paths, and --split-by, which came after the first models. */
function settingsOf(words: readonly string[]): string[] {
  const left = new Set([
    '--data',
    '--exclude',
    '--out',
    '--init',
    '--teacher',
    '--json',
    '--resume',
    '--split-by',
  ]);
  const settings = words.flatMap((word, i) =>
    word.startsWith('--') && !left.has(word) ? [`${word} ${words[i + 1]}`] : [],
  );
  return [words[0]!, ...settings.sort()];
}

describe.each(BUNDLED_MODELS)('the recipe of %s', (name) => {
  const steps = recipes[name]!.map(({ words }) => words((part) => `runs/${part}`, ['--data', 'archive']));

  it('ends with the model, and has the settings that the model names', () => {
    expect(recipes[name]!.at(-1)!.name).toBe(name);
    const own = steps.map((words) => settingsOf(words).join(' '));
    for (const command of recordedCommands(name)) {
      const recorded = command
        .split(' ')
        .slice(1)
        .filter((word) => word !== '--json');
      expect(own).toContain(settingsOf(recorded).join(' '));
    }
  });

  it('makes everything before it is used', () => {
    const made = new Set<string>();
    recipes[name]!.forEach((step, i) => {
      const used = steps[i]!.flatMap((word) => word.split(',')).filter((word) => word.startsWith('runs/'));
      for (const path of used) {
        if (path !== `runs/${step.name}`) expect(made).toContain(path);
      }
      made.add(`runs/${step.name}`);
    });
  });
});
