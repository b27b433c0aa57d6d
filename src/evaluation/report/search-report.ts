/** The report of a hyper-parameter search: the best run, each setting against the development accuracy, all runs. */
import { decimal, integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { betterRun, epochsOf, type SearchRun } from '../search-run.js';
import { factsTable } from './facts.js';
import { table } from './figure.js';
import { commandLine, grid, htmlPage, noteList, section } from './page.js';
import {
  epochsText,
  type FinishedRun,
  type SearchedSetting,
  settingFigure,
  settingText,
  words,
} from './setting-figure.js';

export interface SearchReport {
  readonly title: string;
  /** What was searched and how, in a sentence. */
  readonly lead: string;
  readonly settings: readonly SearchedSetting[];
  readonly runs: readonly SearchRun[];
  /** Reviews of the development part. */
  readonly developmentCount: number;
  /** The command that trains the best one; null while there is none. */
  readonly bestCommand: string | null;
  readonly command: string;
  /** Plain objects; each value becomes a row. */
  readonly space: object;
  readonly data: object;
  readonly configuration: object;
  readonly notes: readonly string[];
}

/** The whole file. */
export function renderSearchReport(report: SearchReport): string {
  const runs = [...report.runs].sort(betterRun);
  const finished = runs.filter((run): run is FinishedRun => run.result !== null);
  const best = finished[0] ?? null;
  return htmlPage(
    report.title,
    report.lead,
    html`${section('Best run', best === null ? null : tiles(best, finished, report.developmentCount))}
${section('Train the best', report.bestCommand === null ? null : commandLine(report.bestCommand))}
${section('Each setting', grid(finished.length === 0 ? [] : report.settings.map((setting) => settingFigure(setting, finished, best))))}
${section('Runs', runs.length === 0 ? null : runTable(runs, report.settings))}
${section('Space', factsTable('Space', report.space))}
${section('Settings of all trials', factsTable('Settings of all trials', report.configuration))}
${section('Data', factsTable('Data', report.data))}
${section('Command', commandLine(report.command))}
${section('Notes', noteList(report.notes))}`,
  );
}

function tiles(best: FinishedRun, finished: readonly FinishedRun[], count: number): Markup {
  const [lower, upper] = best.result.interval;
  const first = finished.find(({ trial, epochs }) => trial === 1 && epochs === best.epochs);
  const list: [name: string, value: string, note: string][] = [
    [
      'Development accuracy',
      percent(best.result.accuracy),
      `95 % interval ${(100 * lower).toFixed(2)} to ${percent(upper)}`,
    ],
    [
      'Calibrated loss',
      decimal(best.result.calibratedLoss),
      `epoch ${best.result.bestEpoch} of ${epochsOf(best)} kept`,
    ],
    ['Trial', String(best.trial), `of ${integer(new Set(finished.map(({ trial }) => trial)).size)}`],
    [
      'Settings as they were',
      first === undefined ? '–' : percent(first.result.accuracy),
      first === undefined
        ? `trial 1 did not come to ${epochsText(best.epochs)}`
        : `trial 1, ${integer(count)} development reviews`,
    ],
  ];
  return html`<dl class="card tiles">${list.map(
    ([name, value, note]) =>
      html`<div class="tile"><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note.replaceAll(' %', '\u00a0%')}</dd></div>`,
  )}</dl>`;
}

function runTable(runs: readonly SearchRun[], searched: readonly SearchedSetting[]): Markup {
  const settings = searched.filter(({ name }) => name !== 'epochs'); // has a column in any case
  const head = [
    'Trial',
    'Epochs',
    'Accuracy',
    '95 % interval',
    'Calibrated loss',
    ...settings.map(({ name }) => words(name)),
    'Seconds',
  ];
  return html`<div class="card"><p class="hint">The best first: trained for longer, then with less calibrated loss on the development part, then more accurate.</p>${table(
    {
      caption: 'Runs',
      head,
      rows: runs.map((run) => [
        String(run.trial),
        integer(epochsOf(run)),
        ...resultCells(run),
        ...settings.map(({ name }) => settingText(run.settings[name])),
        integer(run.seconds),
      ]),
    },
  )}</div>`;
}

function resultCells({ result, failure }: SearchRun): string[] {
  if (result === null) return [failure ?? '–', '–', '–'];
  const [lower, upper] = result.interval;
  return [
    percent(result.accuracy),
    `${percent(lower, 1)} to ${percent(upper, 1)}`,
    decimal(result.calibratedLoss),
  ];
}
