/** One setting of a search against the development accuracy: a point for each run, a colour for each number of epochs. */
import { integer, percent } from '../figures.js';
import type { Markup } from '../html.js';
import { type Axis, horizontalAxis, plot, plotLeft, plotRight, verticalAxis } from '../plots/axes.js';
import { point } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks } from '../plots/scale.js';
import { epochsOf, type SearchRun } from '../search-run.js';
import { figure } from './figure.js';

export interface SearchedSetting {
  /** 'learningRate' */
  readonly name: string;
  readonly scale: 'linear' | 'log' | 'choice';
}

/** A run that came to an end. */
export type FinishedRun = SearchRun & { readonly result: NonNullable<SearchRun['result']> };

const [top, bottom] = [28, 208];

/** @param runs all of them, so that every figure has the same accuracies  @param best is drawn larger */
export function settingFigure(
  { name, scale }: SearchedSetting,
  runs: readonly FinishedRun[],
  best: SearchRun | null,
): Markup {
  const rungs = [...new Set(runs.map(({ epochs }) => epochs))].sort((a, b) => b - a);
  const values = runs.map(({ settings }) => settings[name]);
  const { axis, place } =
    scale === 'choice' ? choiceAxis(name, values) : numberAxis(name, values as number[], scale);
  const accuracies = runs.map(({ result }) => result.accuracy);
  const shares = roundTicks(Math.min(...accuracies), Math.max(...accuracies), 4, [0, 1]);
  const y = linearScale(domainOf(shares), [bottom, top]);
  const digits = shares[1]! - shares[0]! < 0.0095 ? 1 : 0;
  const format = (share: number): string => percent(share, digits);
  // The best is drawn last, so that nothing lies over it.
  const ordered = [...runs].sort((a, b) => Number(a === best) - Number(b === best) || a.epochs - b.epochs);
  const title = words(name);
  const image = plot(
    { id: `setting-${name}`, title: `${title} and development accuracy`, description: describe(name, best) },
    254,
    [
      verticalAxis({ scale: y, ticks: shares, name: 'Development accuracy', format }, plotLeft, plotRight),
      horizontalAxis(axis, top, bottom),
      ...ordered.map((run) =>
        point(
          [place(run.settings[name], run.trial), y(run.result.accuracy)],
          rungs.indexOf(run.epochs),
          `Trial ${run.trial}, ${epochsText(epochsOf(run))}: ${settingText(run.settings[name])}, ${percent(run.result.accuracy)}`,
          run === best ? 7 : 4,
        ),
      ),
    ],
  );
  return figure({
    title,
    plot: image,
    ...(rungs.length > 1 ? { legend: rungs.map(epochsText), marks: 'points' as const } : {}),
    explanation: describe(name, best),
  });
}

function describe(name: string, best: SearchRun | null): string {
  return best === null
    ? 'A point is a run.'
    : `A point is a run; the large one is the best, with ${settingText(best.settings[name])}.`;
}

interface Placed {
  readonly axis: Axis;
  /** Where a value stands. */
  readonly place: (value: unknown, trial: number) => number;
}

function numberAxis(name: string, values: readonly number[], kind: 'linear' | 'log'): Placed {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  if (kind === 'log' && highest > 0) {
    const least = Math.min(...values.filter((value) => value > 0));
    const span = Math.log10(highest / least);
    const zero = Math.log10(least) - Math.max(0.2, 0.2 * span); // has no logarithm: it stands apart, at the left
    const powerOf = (value: number): number => (value > 0 ? Math.log10(value) : zero);
    const room = Math.max(0.05, 0.04 * span);
    const x = linearScale([powerOf(lowest) - room, powerOf(highest) + room], [plotLeft, plotRight]);
    const format = (power: number): string =>
      power === zero ? '0' : settingText(Number((10 ** power).toPrecision(2)));
    const ticks = [...(lowest > 0 ? [] : [0]), ...logTicks(least, highest)].map(powerOf);
    return {
      axis: { scale: x, ticks, name: words(name), format },
      place: (value) => x(powerOf(value as number)),
    };
  }
  const ticks = roundTicks(lowest, highest, 4);
  const x = linearScale(domainOf(ticks), [plotLeft, plotRight]);
  return {
    axis: { scale: x, ticks, name: words(name), format: settingText },
    place: (value) => x(value as number),
  };
}

/** Values side by side; runs with the same one stand a little apart, by their trial. */
function choiceAxis(name: string, values: readonly unknown[]): Placed {
  const isNumeric = values.every((value) => typeof value === 'number');
  const sorted = isNumeric ? [...values].sort((a, b) => a - b) : values.map(settingText).sort();
  const texts = [...new Set(sorted.map(settingText))];
  const x = linearScale([-0.5, texts.length - 0.5], [plotLeft, plotRight]);
  const room = Math.max(4, Math.floor(40 / texts.length)); // characters
  const format = (index: number): string => {
    const text = texts[index]!;
    return text.length > room ? `${text.slice(0, room - 1)}…` : text;
  };
  return {
    axis: { scale: x, ticks: texts.map((_, index) => index), name: words(name), format },
    place: (value, trial) => x(texts.indexOf(settingText(value)) + 0.3 * ((trial * 0.618) % 1) - 0.15),
  };
}

/** Round factors of the powers of ten between both ends, as many as there is room for. */
function logTicks(lowest: number, highest: number): number[] {
  for (const factors of [[1, 1.5, 2, 3, 4, 6], [1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(lowest)); power <= Math.log10(highest); power++) {
      for (const factor of factors) {
        const tick = Number((factor * 10 ** power).toPrecision(2));
        if (tick >= lowest && tick <= highest) ticks.push(tick);
      }
    }
    if (ticks.length <= 6) return ticks.length > 0 ? ticks : [lowest];
  }
  return [lowest, highest];
}

/** 'learningRate' -> 'Learning rate' */
export function words(name: string): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A value of a setting as a reader sees it. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.join('+');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && Number.isInteger(value) && value >= 10_000) return integer(value);
  return String(value);
}

export function epochsText(epochs: number): string {
  return epochs === 1 ? '1 epoch' : `${integer(epochs)} epochs`;
}
