/** Accuracy against reviews a second, as a picture for the README. */
import { across, fixed, picture, pictureSize, shareTicks, text, upwards } from '../picture.js';
import { integer } from '../table.js';
import type { Contender } from './contender.js';

/** An SVG file; the horizontal axis is logarithmic. @param reviews that accuracies are of */
export function comparisonPlot(contenders: readonly Contender[], reviews: number): string {
  const rates = contenders.map(({ reviewsPerSecond }) => Math.log10(reviewsPerSecond));
  const [from, to] = [Math.floor(Math.min(...rates)), Math.ceil(Math.max(...rates) + 0.15)];
  const lowest = Math.floor(Math.min(...contenders.map(({ accuracy }) => accuracy)) * 20) / 20;
  const [x, y] = [across([10 ** from, 10 ** to]), upwards([lowest, 1])];
  const decades = Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
  return picture({
    title: `Accuracy on the ${integer(reviews)} test reviews, and speed on one thread`,
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

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A dot and a name each; the name stands at the first place around its dot where it covers neither a dot nor another name. */
function marks(
  contenders: readonly Contender[],
  x: (rate: number) => number,
  y: (accuracy: number) => number,
): string {
  const places = contenders.map(({ reviewsPerSecond, accuracy }) => ({
    px: x(reviewsPerSecond),
    py: y(accuracy),
  }));
  const taken: Box[] = places.map(({ px, py }) => boxOf(px - 8, px + 8, py + 4));
  const names = contenders.map(({ name, accuracy, kind }, i) => {
    const { px, py } = places[i]!;
    const label = `${name} ${percent(accuracy)}`;
    const length = (kind === 'lstm' ? 7.4 : 6.8) * label.length;
    const around = [0, 20, -16, 34, -32].flatMap((down) => [
      { from: px + 12, at: py + 4 + down, anchor: 'start' },
      { from: px - 12 - length, at: py + 4 + down, anchor: 'end' },
    ]);
    const isFree = ({ from, at }: { from: number; at: number }): boolean =>
      from > 4 &&
      from + length < pictureSize.width - 4 &&
      !taken.some((box) => overlap(box, boxOf(from, from + length, at)));
    const { from, at, anchor } = around.find(isFree) ?? around[0]!;
    taken.push(boxOf(from, from + length, at));
    return text(
      anchor === 'end' ? from + length : from,
      at,
      label,
      anchor,
      kind === 'lstm' ? ' class="name" font-weight="600"' : ' class="name"',
    );
  });
  const dots = contenders.map(({ kind }, i) => {
    const { px, py } = places[i]!;
    return `<circle cx="${fixed(px)}" cy="${fixed(py)}" r="${kind === 'lstm' ? 7 : 5}" fill="var(--${kind})"/>`;
  });
  return [...dots, ...names].join('\n');
}

/** Of a line of text. @param baseline y of its letters' feet */
function boxOf(left: number, right: number, baseline: number): Box {
  return { left, right, top: baseline - 12, bottom: baseline + 4 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function rounded(rate: number): string {
  return Number(rate.toPrecision(2)).toLocaleString('en');
}
