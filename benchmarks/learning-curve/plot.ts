/** Accuracy against the number of labels, a line a method, as a picture for the documents. */
import { across, fixed, picture, shareTicks, type Tone, text, upwards } from '../picture.js';
import { type Method, methodNames } from './methods.js';

export interface CurvePoint {
  readonly method: Method;
  readonly labels: number;
  readonly seed: number;
  readonly accuracy: number;
}

const tones: Readonly<Record<Method, Tone>> = {
  pretrained: 'lstm',
  sentences: 'lstm', // dashed
  scratch: 'scratch',
  ngrams: 'linear',
  fastText: 'words',
};

/** Mean over the seeds of each method and size, with the standard deviation, null of a single one; in order of size. */
export function summary(points: readonly CurvePoint[], method: Method) {
  const own = points.filter((point) => point.method === method);
  const sizes = [...new Set(own.map(({ labels }) => labels))].sort((a, b) => a - b);
  return sizes.map((labels) => {
    const values = own.filter((point) => point.labels === labels).map(({ accuracy }) => accuracy);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = values.length < 2 ? null : Math.sqrt(squares / (values.length - 1));
    return { labels, mean, deviation, seeds: values.length };
  });
}

export function learningCurvePlot(points: readonly CurvePoint[], heldOut: number): string {
  const sizes = [...new Set(points.map(({ labels }) => labels))].sort((a, b) => a - b);
  const lowest = Math.floor(Math.min(...points.map(({ accuracy }) => accuracy)) * 20) / 20;
  const highest = Math.ceil(Math.max(...points.map(({ accuracy }) => accuracy)) * 20) / 20;
  const [x, y] = [across([sizes[0]! * 0.85, sizes.at(-1)! * 6]), upwards([lowest, highest])];
  const methods = (Object.keys(methodNames) as Method[]).filter((method) =>
    points.some((point) => point.method === method),
  );
  const ends = nameHeights(methods.map((method) => y(summary(points, method).at(-1)!.mean) + 4));
  const lines = methods.map((method, i) => {
    const line = summary(points, method);
    const color = `var(--${tones[method]})`;
    const path = line.map(({ labels, mean }) => `${fixed(x(labels))} ${fixed(y(mean))}`).join('L');
    const dots = points
      .filter((point) => point.method === method)
      .map(
        ({ labels, accuracy }) =>
          `<circle cx="${fixed(x(labels))}" cy="${fixed(y(accuracy))}" r="3" fill="${color}"/>`,
      );
    const last = line.at(-1)!;
    const look = ` class="name" style="fill: ${color}"`;
    const name = text(x(last.labels) + 10, ends[i]!, methodNames[method], 'start', look);
    return `<path d="M${path}" fill="none" stroke="${color}" stroke-width="${tones[method] === 'lstm' ? 2.5 : 1.5}"${method === 'sentences' ? ' stroke-dasharray="6 4"' : ''}/>${dots.join('')}${name}`;
  });
  return picture({
    title: 'Accuracy with a few labels: the mean of the seeds, and each seed as a dot',
    description: methods
      .map((method) => {
        const told = summary(points, method).map(
          ({ labels, mean }) => `${(100 * mean).toFixed(1)} % with ${labels} labels`,
        );
        return `${methodNames[method]}: ${told.join(', ')}`;
      })
      .join('; '),
    x: sizes.map((size) => ({ at: x(size), label: size.toLocaleString('en') })),
    y: shareTicks(lowest, highest, y),
    xName: `labelled reviews; measured on ${heldOut.toLocaleString('en')} others`,
    content: lines.join('\n'),
  });
}

/** Where the names stand beside the ends of their lines: in the order of those, and apart. */
function nameHeights(ends: readonly number[]): number[] {
  const heights = [...ends];
  const fromAbove = ends.map((_, i) => i).sort((a, b) => ends[a]! - ends[b]!);
  fromAbove.forEach((i, place) => {
    const above = fromAbove[place - 1];
    if (above !== undefined) heights[i] = Math.max(heights[i]!, heights[above]! + 16);
  });
  return heights;
}
