/** The score histogram: how the scores of each true label spread. */
import type { Evaluation } from '../evaluate.js';
import { integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { horizontalAxis, plot, plotLeft, plotRight, verticalAxis } from '../plots/axes.js';
import { steps } from '../plots/bar-plot.js';
import { area, line, reference } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks, ticks } from '../plots/scale.js';
import { figure } from './figure.js';

const x = linearScale([0, 1], [plotLeft, plotRight]);
const top = 28;
const format = (share: number): string => percent(share, 0);

/** Two labels: both over each other. More: a row for each label, as many lines in one place cannot be told apart. */
export function histogramFigure(evaluation: Evaluation): Markup {
  const { histogram, labels, positiveLabel, threshold } = evaluation;
  const explanation =
    positiveLabel === null
      ? 'Share of each label’s reviews by the probability that their own label got. Mass at the right is sure and right. All rows have one scale.'
      : `Share of each true label’s reviews by their score. The dashed line is the threshold in use, ${threshold}: what lies on its wrong side is a mistake.`;
  return figure({
    title: 'Scores by true label',
    plot: positiveLabel === null ? rows(evaluation, explanation) : overlay(evaluation, explanation),
    ...(positiveLabel === null ? {} : { legend: labels }),
    explanation,
    table: {
      caption: 'Reviews by score and true label',
      head: ['Score', ...labels],
      rows: histogram.edges
        .slice(0, -1)
        .map((from, bin) => [
          `${format(from)} to ${format(histogram.edges[bin + 1]!)}`,
          ...histogram.counts.map((row) => integer(row[bin]!)),
        ]),
    },
  });
}

function overlay({ histogram, positiveLabel, threshold }: Evaluation, description: string): Markup {
  const shares = sharesOf(histogram.counts);
  const bottom = 228;
  const levels = roundTicks(0, Math.max(...shares.flat()), 4, [0, 1]);
  const y = linearScale(domainOf(levels), [bottom, top]);
  return plot({ id: 'histogram', title: 'Score histogram', description }, 274, [
    verticalAxis({ scale: y, ticks: levels, name: 'Share of the true label', format }, plotLeft, plotRight),
    horizontalAxis(
      { scale: x, ticks: ticks(0, 1, 5), name: `Probability of ${shortened(positiveLabel ?? '')}`, format },
      top,
      bottom,
    ),
    ...shares.flatMap((row, series) => {
      const outline = steps(histogram.edges, row, x, y);
      return [area(outline, bottom, series), line(outline, series)];
    }),
    ...(threshold === null ? [] : [reference([x(threshold), top], [x(threshold), bottom])]),
  ]);
}

function rows({ histogram, labels }: Evaluation, description: string): Markup {
  const shares = sharesOf(histogram.counts);
  const rowHeight = 46;
  const top = 4;
  const bottom = top + rowHeight * labels.length;
  const highest = Math.max(...shares.flat());
  return plot({ id: 'histogram', title: 'Score histogram', description }, bottom + 46, [
    horizontalAxis(
      { scale: x, ticks: ticks(0, 1, 5), name: 'Probability given to the true label', format },
      top,
      bottom,
    ),
    ...shares.map((row, label) => {
      const base = top + rowHeight * (label + 1);
      const y = linearScale([0, highest], [base, base - rowHeight + 8]);
      const outline = steps(histogram.edges, row, x, y);
      return html`${area(outline, base, 0)}${line(outline, 0)}<line class="gridline" x1="${plotLeft}" x2="${plotRight}" y1="${base}" y2="${base}"/>
<g class="axis"><text x="${plotLeft + 4}" y="${base - rowHeight + 18}">${shortened(labels[label]!)}</text></g>`;
    }),
  ]);
}

/** Each true label's counts as shares of all its reviews; [C][bins]. */
function sharesOf(counts: readonly (readonly number[])[]): number[][] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
}

/** A label that fits into the plot. */
function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= 24 ? label : `${letters.slice(0, 23).join('')}…`;
}
