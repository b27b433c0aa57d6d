/** Accuracy against reviews a second, as a picture for the README. */
import { across, fixed, picture, pictureSize, shareTicks, text, upwards } from '../picture.js';
import type { Contender } from './contender.js';

/** An SVG file; the horizontal axis is logarithmic. */
export function comparisonPlot(contenders: readonly Contender[]): string {
  const rates = contenders.map(({ reviewsPerSecond }) => Math.log10(reviewsPerSecond));
  const [from, to] = [Math.floor(Math.min(...rates)), Math.ceil(Math.max(...rates) + 0.15)];
  const lowest = Math.floor(Math.min(...contenders.map(({ accuracy }) => accuracy)) * 20) / 20;
  const [x, y] = [across([10 ** from, 10 ** to]), upwards([lowest, 1])];
  const decades = Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
  return picture({
    title: 'Accuracy on the 25,000 test reviews, and speed on one thread',
    description: contenders
      .map(
        ({ name, accuracy, reviewsPerSecond }) =>
          `${name}: ${percent(accuracy)}, ${rounded(reviewsPerSecond)} a second`,
      )
      .join('; '),
    x: decades.map((rate) => ({ at: x(rate), label: rate.toLocaleString('en') })),
    y: shareTicks(lowest, 1, y),
    xName: 'reviews a second, the same machine in the same run (each line ten times the one before)',
    content: marks(contenders, x, y),
  });
}

/** A dot and a name each; the name goes to the left where it would leave the picture, and down where another stands. */
function marks(
  contenders: readonly Contender[],
  x: (rate: number) => number,
  y: (accuracy: number) => number,
): string {
  const taken: { from: number; to: number; y: number }[] = [];
  return contenders
    .map(({ name, kind, accuracy, reviewsPerSecond }) => {
      const [px, py] = [x(reviewsPerSecond), y(accuracy)];
      const label = `${name} ${percent(accuracy)}`;
      const length = 7 * label.length;
      const toLeft = px + 12 + length > pictureSize.width - 8;
      const [from, to] = toLeft ? [px - 12 - length, px - 12] : [px + 12, px + 12 + length];
      let at = py + 4;
      while (taken.some((other) => Math.abs(other.y - at) < 15 && other.from < to && from < other.to))
        at += 15;
      taken.push({ from, to, y: at });
      const dot = `<circle cx="${fixed(px)}" cy="${fixed(py)}" r="${kind === 'lstm' ? 7 : 5}" fill="var(--${kind})"/>`;
      const weight = kind === 'lstm' ? ' class="name" font-weight="600"' : ' class="name"';
      return dot + text(toLeft ? to : from, at, label, toLeft ? 'end' : 'start', weight);
    })
    .join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function rounded(rate: number): string {
  return Number(rate.toPrecision(2)).toLocaleString('en');
}
