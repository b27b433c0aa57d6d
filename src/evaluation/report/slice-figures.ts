/** Accuracy by what stands in the review: a figure for each group of slices, how far each is from the rest in its table. */
import type { Evaluation } from '../evaluate.js';
import { integer, percent, points } from '../figures.js';
import type { Markup } from '../html.js';
import type { Slice, SliceGroup } from '../slices.js';
import { figure, type Table } from './figure.js';
import { intervalRows } from './interval-rows.js';

/** Reviews that a slice needs to be drawn: the interval of fewer would stretch the axis over all others. */
const drawnFrom = 10;

/** None when no texts were given. */
export function sliceFigures({ bySlice, accuracy }: Evaluation): Markup[] {
  return bySlice.map(({ name, title, explanation, slices }) => {
    const large = slices.filter(({ count }) => count >= drawnFrom);
    const drawn = large.length > 0 ? large : slices;
    const rest =
      drawn.length === slices.length
        ? ''
        : ` Parts of fewer than ${drawnFrom} reviews stand in the table alone.`;
    const reading = `${explanation} ${standingOut(drawn)}${rest}`;
    return figure({
      title,
      plot: intervalRows({
        id: `slice-${name}`,
        title: `Accuracy by ${title.toLowerCase()}`,
        description: reading,
        heading: 'Share',
        rows: drawn,
        overall: accuracy,
      }),
      explanation: reading,
      table: sliceTable(title, slices),
    });
  });
}

/** The slices whose accuracy differs from the rest's by more than chance, in words. */
function standingOut(slices: SliceGroup['slices']): string {
  const found = slices.filter(
    ({ differenceInterval: ends }) => ends !== null && (ends[0] > 0 || ends[1] < 0),
  );
  if (found.length === 0) return 'No part differs from the other reviews by more than chance.';
  const list = found.map(({ name, difference }) => `${name} (${points(difference)} points)`);
  return `Unlike the other reviews: ${list.join(', ')}.`;
}

function sliceTable(title: string, slices: readonly Slice[]): Table {
  return {
    caption: `Accuracy by ${title.toLowerCase()}`,
    head: ['Share', 'Reviews', 'Accuracy', '95 % interval', 'From the rest, points'],
    rows: slices.map(({ name, count, accuracy, interval, difference, differenceInterval: ends }) => [
      name,
      integer(count),
      percent(accuracy, 1),
      `${(100 * interval[0]).toFixed(1)} to ${percent(interval[1], 1)}`,
      ends === null ? '–' : `${points(difference)} (${points(ends[0])} to ${points(ends[1])})`,
    ]),
  };
}
