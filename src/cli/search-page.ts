/** report.html of a search, from what the command knows. */
import type { Example } from '../datasets/index.js';
import { renderSearchReport, type SearchRun } from '../evaluation/index.js';
import {
  type DataFacts,
  type SearchMethod,
  type SearchSpace,
  settings,
  type TrainingConfiguration,
} from '../training/index.js';
import { counted } from './figures.js';

export interface SearchPage {
  readonly space: SearchSpace;
  readonly base: TrainingConfiguration;
  readonly method: SearchMethod;
  readonly data: DataFacts;
  readonly limit: number | undefined;
  readonly train: readonly Example[];
  readonly development: readonly Example[];
  readonly command: string;
  readonly runs: readonly SearchRun[];
  readonly isComplete: boolean;
  readonly bestCommand: string | null;
}

export function searchPage(page: SearchPage): string {
  const { space, base, method, data, limit, train, development, command, runs, isComplete, bestCommand } =
    page;
  const names = Object.keys(space) as (keyof SearchSpace)[];
  const how = method === 'halving' ? 'successive halving' : 'random search';
  return renderSearchReport({
    title: `Search on ${data.name}`,
    lead: `${counted(runs.length, 'run')} (${how}${isComplete ? '' : ', not finished yet'}); every figure is of the ${counted(development.length, 'review')} of the development part.`,
    settings: names.map((setting) => ({ name: setting, scale: scaleOf(space, setting) })),
    runs,
    developmentCount: development.length,
    bestCommand,
    command,
    space: Object.fromEntries(names.map((setting) => [setting, rangeText(space, setting)])),
    data: { ...data, train: train.length, development: development.length, limit },
    configuration: Object.fromEntries(
      Object.entries(base).filter(([setting]) => !Object.hasOwn(space, setting)),
    ),
    notes: [
      'No run has seen a test part. The best of many is a little lucky: expect slightly less on other reviews, and measure the model once, on test, when you have trained it.',
      'Differences smaller than the intervals may be chance; train the best ones with other seeds before you believe them.',
      ...(limit === undefined
        ? []
        : [`The search had at most ${counted(limit, 'review')} in each part; the command trains on all.`]),
    ],
  });
}

function scaleOf(space: SearchSpace, name: keyof SearchSpace): 'linear' | 'log' | 'choice' {
  const range = space[name]!;
  if (!('choices' in range)) return range.scale;
  const { kind } = settings[name];
  return (kind === 'integer' || kind === 'number') && range.choices.length > 6 ? 'linear' : 'choice';
}

function rangeText(space: SearchSpace, name: keyof SearchSpace): string {
  const range = space[name]!;
  if (!('choices' in range))
    return `${range.minimum} to ${range.maximum}${range.scale === 'log' ? ', log scale' : ''}`;
  return range.choices
    .map((choice) => (Array.isArray(choice) ? choice.join('+') : String(choice)))
    .join(', ');
}
