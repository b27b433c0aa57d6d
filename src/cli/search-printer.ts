/** What `search` says: the plan, the progress, a line for each run, the leaderboard; for people or as JSON lines. */
import type { Example } from '../datasets/index.js';
import { epochsOf, type SearchRun } from '../evaluation/index.js';
import type {
  DataFacts,
  SearchMethod,
  SearchOutcome,
  SearchProgress,
  SearchSpace,
} from '../training/index.js';
import type { Console } from './console.js';
import { bar, clock, counted, integer, percent } from './figures.js';
import { kebabCase } from './flags.js';

export interface SearchBeginning {
  readonly space: SearchSpace;
  readonly method: SearchMethod;
  readonly trials: number;
  readonly epochs: number;
  readonly data: DataFacts;
  readonly train: readonly Example[];
  readonly development: readonly Example[];
}

export interface SearchPrinter {
  begin(beginning: SearchBeginning): Promise<void>;
  /** @param names of the settings that are tried */
  progress(progress: SearchProgress, names: readonly string[]): void;
  end(
    outcome: SearchOutcome,
    names: readonly string[],
    bestCommand: string | null,
    report: string,
  ): Promise<void>;
}

/** Runs of the leaderboard. */
const leaders = 10;

export function searchPrinter(console: Console, options: { json?: boolean; quiet?: boolean }): SearchPrinter {
  if (options.json === true) return jsonPrinter(console);
  if (options.quiet === true)
    return { begin: async () => undefined, progress: () => undefined, end: async () => undefined };
  return textPrinter(console);
}

function jsonPrinter(console: Console): SearchPrinter {
  const print = (value: object): Promise<void> => console.print(JSON.stringify(value));
  return {
    begin: ({ data: { name, sha256 }, space, method, trials, epochs, train, development }) =>
      print({
        kind: 'search',
        data: { name, sha256 },
        method,
        trials,
        epochs,
        space,
        train: train.length,
        development: development.length,
      }),
    progress(progress) {
      if (progress.kind === 'step') return;
      const { run, isBest, isOld, done, total } = progress;
      print({ kind: 'run', ...run, isBest, isOld, done, total }).catch(ignore);
    },
    end: ({ runs, best, isComplete }, _names, bestCommand, report) =>
      print({
        kind: 'result',
        isComplete,
        runs: runs.length,
        best: best ?? null,
        command: bestCommand,
        report,
      }),
  };
}

function textPrinter(console: Console): SearchPrinter {
  return {
    async begin({ data, space, method, trials, epochs, train, development }) {
      const how =
        method === 'halving'
          ? `successive halving of ${counted(trials, 'trial')} up to ${counted(epochs, 'epoch')}`
          : `${counted(trials, 'trial')} at random${Object.hasOwn(space, 'epochs') ? '' : `, ${counted(epochs, 'epoch')} each`}`;
      await console.print(
        `${data.name}: ${how}; ${integer(train.length)} reviews to train on, ${integer(development.length)} to choose by (development), none of test`,
      );
      await console.print(`Tried: ${Object.keys(space).map(kebabCase).join(', ')}`);
    },
    progress(progress, names) {
      if (progress.kind === 'step') {
        const { done, total, trial, epochs, step, secondsLeft, best } = progress;
        const share = (step.epoch - 1 + step.step / step.stepsInEpoch) / epochs;
        console.progress(
          `run ${done + 1}/${total} ${bar((done + share) / total, 12)} trial ${trial}, epoch ${step.epoch}/${epochs} · loss ${step.loss.toFixed(3)}` +
            `${best === undefined ? '' : ` · best ${percent(best.result!.accuracy, 2)}`} · ${clock(secondsLeft)} left`,
        );
        return;
      }
      const { run, isBest, isOld, done, total } = progress;
      const width = String(total).length;
      console
        .print(
          `run ${String(done).padStart(width)}/${total}  trial ${String(run.trial).padStart(width)}  ${counted(epochsOf(run), 'epoch').padStart(9)}  ${resultText(run)}  ` +
            `${clock(run.seconds)}  ${settingsText(run, names)}${isBest ? '  best so far' : ''}${isOld ? '  (done before)' : ''}`,
        )
        .catch(ignore);
    },
    async end({ runs, best, isComplete }, names, bestCommand, report) {
      if (best === undefined) {
        if (!isComplete) await console.print('No run came to an end with a result.');
        return;
      }
      await console.print(`\nThe best ${isComplete ? '' : 'so far '}on the development part`);
      for (const line of leaderboard(runs, names)) await console.print(line);
      const first = runs.find(({ trial, epochs }) => trial === 1 && epochs === best.epochs);
      if (best.trial !== 1 && first?.result != null) {
        await console.print(`The settings as given (trial 1): ${percent(first.result.accuracy, 2)}.`);
      }
      await console.print(`\nReport: ${report}\nTrain the best: ${bestCommand}`);
    },
  };
}

/** Its failure shows at the next line that is waited for. */
const ignore = (): void => undefined;

function resultText({ result, failure }: SearchRun): string {
  return result === null
    ? `failed: ${failure}`
    : `${percent(result.accuracy, 2)}, calibrated loss ${result.calibratedLoss.toFixed(4)}`;
}

function settingsText({ settings }: SearchRun, names: readonly string[]): string {
  return names.map((name) => `${kebabCase(name)} ${valueText(settings[name])}`).join(', ');
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join('+') : String(value);
}

function leaderboard(runs: readonly SearchRun[], tried: readonly string[]): string[] {
  const names = tried.filter((name) => name !== 'epochs'); // has a column in any case
  const isFirst = ({ trial }: SearchRun, i: number, all: readonly SearchRun[]): boolean =>
    all.findIndex((run) => run.trial === trial) === i; // a trial's longest run stands before its others
  const rows = runs
    .filter(({ result }) => result !== null)
    .filter(isFirst)
    .slice(0, leaders)
    .map((run) => [
      String(run.trial),
      String(epochsOf(run)),
      percent(run.result!.accuracy, 2),
      run.result!.calibratedLoss.toFixed(4),
      ...names.map((name) => valueText(run.settings[name])),
    ]);
  const head = ['trial', 'epochs', 'accuracy', 'calibrated loss', ...names.map(kebabCase)];
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  return [head, ...rows].map(
    (row) => `  ${row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`,
  );
}
