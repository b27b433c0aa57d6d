/** A plot with its heading, legend, explanation and, folded away, its values as a table. */
import { html, type Markup } from '../html.js';
import { seriesClass } from '../plots/line-plot.js';

export interface Figure {
  readonly title: string;
  readonly plot: Markup;
  /** Names of the series in the order of their colours; one series needs none. */
  readonly legend?: readonly string[];
  /** What stands beside the names in the legend: a piece of line by default. */
  readonly marks?: 'lines' | 'points';
  /** How to read it, in a sentence or two. */
  readonly explanation: string;
  readonly table?: Table;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  /** Cells; the first of a row is its header. */
  readonly rows: readonly (readonly (string | Markup)[])[];
  /** Columns that hold text and not figures, by index; the first always does. */
  readonly textColumns?: readonly number[];
}

export function figure({ title, plot, legend, marks = 'lines', explanation, table: values }: Figure): Markup {
  return html`<figure class="card"><h3>${title}</h3>
${
  legend === undefined
    ? null
    : html`<ul class="legend">${legend.map(
        (name, index) =>
          html`<li><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true">${
            marks === 'lines'
              ? html`<path class="line ${seriesClass(index)}" d="M1 5H21"/>`
              : html`<circle class="point ${seriesClass(index)}" cx="11" cy="5" r="4.5"/>`
          }</svg>${name}</li>`,
      )}</ul>`
}
${plot}<figcaption>${unbroken(explanation)}</figcaption>
${values === undefined ? null : html`<details><summary>Values</summary>${table(values)}</details>`}</figure>`;
}

/** A percentage in running text stays on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}

/**
 * A table with header cells, and a caption for readers who cannot see its surroundings; it scrolls sideways where the
 * page is too narrow.
 */
export function table({ caption, head, rows, textColumns = [] }: Table): Markup {
  const kind = (column: number): string => (column === 0 || textColumns.includes(column) ? 'text' : 'number');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption class="unseen">${caption}</caption>
<thead><tr>${head.map((name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, column) =>
        column === 0
          ? html`<th scope="row" class="text">${cell}</th>`
          : html`<td class="${kind(column)}">${cell}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
