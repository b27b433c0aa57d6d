/** The frame of a plot: the SVG element with its title and description, grid lines, tick labels, axis names. */
import { html, type Markup } from '../html.js';
import type { Scale } from './scale.js';

/** All plots share this width in SVG units, so that their letters come out at one size. */
export const plotWidth = 400;

/** Left and right end of the area of data; beside it there is room for tick labels in large print. */
export const [plotLeft, plotRight] = [58, 376];

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  readonly name: string;
  readonly format: (value: number) => string;
}

export interface PlotText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the plot shows, in words and figures, for readers who cannot see it. */
  readonly description: string;
}

/** An SVG image of {@link plotWidth} by `height`. */
export function plot(
  { id, title, description }: PlotText,
  height: number,
  content: readonly Markup[],
): Markup {
  return html`<svg class="plot" viewBox="0 0 ${plotWidth} ${height}" role="img" aria-labelledby="${id}-title ${id}-description">
<title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>
${content}</svg>`;
}

/** Vertical grid lines alone, for a second panel above the one that carries the labels. */
export function verticalLines(scale: Scale, ticks: readonly number[], top: number, bottom: number): Markup {
  return html`${ticks.map((tick) => html`<line class="gridline" x1="${scale(tick)}" x2="${scale(tick)}" y1="${top}" y2="${bottom}"/>`)}`;
}

/** Vertical grid lines with their labels below, and the axis name. */
export function horizontalAxis({ scale, ticks, name, format }: Axis, top: number, bottom: number): Markup {
  const middle = (scale.range[0] + scale.range[1]) / 2;
  return html`<g class="axis">${ticks.map((tick) => {
    const x = scale(tick);
    return html`<line class="gridline" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text x="${x}" y="${bottom + 19}" text-anchor="middle">${format(tick)}</text>`;
  })}<text class="name" x="${middle}" y="${bottom + 39}" text-anchor="middle">${name}</text></g>`;
}

/** Horizontal grid lines with their labels at the left; the axis name stands above them. */
export function verticalAxis({ scale, ticks, name, format }: Axis, left: number, right: number): Markup {
  const top = Math.min(...scale.range);
  return html`<g class="axis">${ticks.map((tick) => {
    const y = scale(tick);
    return html`<line class="gridline" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 7}" y="${y + 4}" text-anchor="end">${format(tick)}</text>`;
  })}<text class="name" x="0" y="${top - 12}">${name}</text></g>`;
}
