/** The report: one HTML file that needs no network, no script and no other file. */
import type { Evaluation } from '../evaluate.js';
import { integer, percent } from '../figures.js';
import type { TrainingHistory } from '../history.js';
import { type Content, html } from '../html.js';
import { confusionTable, labelTable } from './confusion-table.js';
import { factsTable } from './facts.js';
import { headline } from './headline.js';
import { histogramFigure } from './histogram-figure.js';
import { lengthFigure } from './length-figure.js';
import { mistakeWordsTable } from './mistake-words-table.js';
import { mistakesTable } from './mistakes-table.js';
import { commandLine, grid, htmlPage, noteList, section } from './page.js';
import { reliabilityFigure } from './reliability-figure.js';
import { rocFigure } from './roc-figure.js';
import { sliceFigures } from './slice-figures.js';
import { trainingFigures } from './training-figures.js';

export interface Report {
  readonly title: string;
  /** Plain objects; each value becomes a row, nested ones too. Names in camel case are written as words. */
  readonly model: object;
  readonly data: object;
  readonly configuration?: object | undefined;
  readonly evaluation?: Evaluation | undefined;
  readonly history?: TrainingHistory | undefined;
  /** The command that made the report; empty: left out. */
  readonly command: string;
  readonly notes: readonly string[];
  /** Texts of reviews by id, to stand beside the mistakes; by default no text of a review is in the report. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/** The whole file. What there is no data for is left out. */
export function renderReport(report: Report): string {
  const { title, evaluation, history } = report;
  return htmlPage(
    title,
    evaluation === undefined ? null : summary(evaluation),
    html`${evaluation === undefined ? null : evaluationSections(evaluation, report.texts)}
${section('Training', grid(history === undefined ? [] : trainingFigures(history)))}
${section('Model', factsTable('Model', report.model))}
${section('Data', factsTable('Data', report.data))}
${section('Configuration', factsTable('Configuration', report.configuration ?? {}))}
${section('Command', report.command === '' ? null : commandLine(report.command))}
${section('Notes', noteList(report.notes))}`,
  );
}

function summary({ accuracy, count, accuracyInterval: [lower, upper] }: Evaluation): string {
  const reviews = count === 1 ? '1 review' : `${integer(count)} reviews`;
  return `${percent(accuracy)} of ${reviews} labelled correctly; 95 % interval ${percent(lower)} to ${percent(upper)}.`;
}

function evaluationSections(evaluation: Evaluation, texts: Report['texts']): Content {
  return [
    section('Result', headline(evaluation)),
    section(
      'Labels',
      grid([confusionTable(evaluation), labelTable(evaluation)], evaluation.labels.length > 3),
    ),
    section('Ranking and confidence', grid([rocFigure(evaluation), reliabilityFigure(evaluation)])),
    section('Scores and length', grid([histogramFigure(evaluation), lengthFigure(evaluation)])),
    section('What stands in the review', grid(sliceFigures(evaluation))),
    section('Words of the mistakes', mistakeWordsTable(evaluation)),
    section('Most confident mistakes', mistakesTable(evaluation, texts)),
  ];
}
