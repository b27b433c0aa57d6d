/** A prediction as a line of the terminal, or of JSON. */
import type { Prediction } from '../prediction/index.js';
import { bar, integer, percent, visible } from './figures.js';

export interface PredictionStyle {
  readonly json: boolean;
  readonly colours: boolean;
  /** In the model's order; with two the last is the positive one. */
  readonly labels: readonly string[];
}

export interface PredictedText {
  /** Number of the line or row, for texts from a stream. */
  readonly row?: number;
  /** What the table calls it. */
  readonly id?: string | undefined;
  readonly text: string;
  readonly prediction: Prediction;
}

const TEXT_CHARACTERS = 60;
const BAR_CELLS = 10;

export function predictionLine({ row, id, text, prediction }: PredictedText, style: PredictionStyle): string {
  if (style.json) return JSON.stringify({ row, id, ...prediction });
  const { label, probability, tokens, truncated } = prediction;
  const width = Math.max(...style.labels.map((name) => visible(name).length));
  const cells = coloured(bar(probability, BAR_CELLS), label, style);
  const cut = truncated ? ` [read ${integer(tokens.used)} of ${integer(tokens.total)} tokens]` : '';
  const figure = percent(probability).padStart(7);
  return `${visible(label).padEnd(width)} ${figure} ${cells} ${beginning(text)}${cut}`.trimEnd();
}

/** The text's start on one line. */
function beginning(text: string): string {
  const line = visible(
    text
      .slice(0, 4 * TEXT_CHARACTERS)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return line.length > TEXT_CHARACTERS ? `${line.slice(0, TEXT_CHARACTERS - 1).trimEnd()}…` : line;
}

/** Of two labels the positive one green, the other red. */
function coloured(cells: string, label: string, { colours, labels }: PredictionStyle): string {
  if (!colours) return cells;
  const colour = labels.length !== 2 ? 36 : label === labels[1] ? 32 : 31; // cyan, green, red
  return `\x1b[${colour}m${cells}\x1b[0m`;
}
