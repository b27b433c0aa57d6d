/** The training curves: losses and development accuracy by epoch, the epoch that was kept marked. */
import { decimal, integer, percent } from '../figures.js';
import { bestEpoch, type EpochRecord, type TrainingHistory } from '../history.js';
import type { Markup } from '../html.js';
import { horizontalAxis, plot, plotLeft, plotRight, verticalAxis } from '../plots/axes.js';
import { line, point, reference } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks, type Scale, ticks } from '../plots/scale.js';
import { figure, type Table } from './figure.js';

interface Curve {
  readonly name: string;
  readonly series: number;
  readonly value: (record: EpochRecord) => number;
  readonly write: (value: number) => string;
}

const lossCurves: readonly Curve[] = [
  { name: 'training', series: 0, value: ({ trainingLoss }) => trainingLoss, write: decimal },
  { name: 'development', series: 1, value: ({ developmentLoss }) => developmentLoss, write: decimal },
  {
    name: 'development, calibrated',
    series: 2,
    value: ({ developmentCalibratedLoss }) => developmentCalibratedLoss ?? Number.NaN,
    write: decimal,
  },
];
const accuracyCurves: readonly Curve[] = [
  {
    name: 'development accuracy',
    series: 1,
    value: ({ developmentAccuracy }) => developmentAccuracy,
    write: percent,
  },
];

const [left, right, top, bottom] = [plotLeft, plotRight, 28, 208];

/** Two figures; none when no epoch was trained. */
export function trainingFigures(history: TrainingHistory): Markup[] {
  const best = bestEpoch(history);
  if (best === null) return [];
  const kept = `The dashed line is epoch ${best.epoch}, whose weights were kept`;
  const calibrated =
    best.developmentCalibratedLoss === undefined
      ? ''
      : `, ${decimal(best.developmentCalibratedLoss)} at the calibration that suits it best, by which epochs are compared`;
  const lossText = `${kept}: development loss ${decimal(best.developmentLoss)}${calibrated}.`;
  const accuracyText = `${kept}: development accuracy ${percent(best.developmentAccuracy)}.`;
  const { epochs } = history;
  const losses = finite(lossCurves, epochs);
  const accuracies = finite(accuracyCurves, epochs);
  const lossTicks = losses.length === 0 ? [0, 1] : roundTicks(0, Math.max(...losses), 4);
  const shares =
    accuracies.length === 0
      ? [0, 1]
      : roundTicks(Math.min(...accuracies), Math.max(...accuracies), 4, [0, 1]);
  const digits = shares[1]! - shares[0]! < 0.01 ? 1 : 0;
  return [
    figure({
      title: 'Loss by epoch',
      plot: plot(
        { id: 'loss', title: 'Training and development loss by epoch', description: lossText },
        254,
        [...curves(lossCurves, epochs, best, lossTicks, 'Loss', (value) => String(value))],
      ),
      legend: lossCurves
        .filter((curve, i) => i < 2 || finite([curve], epochs).length > 0)
        .map(({ name }) => name),
      explanation: lossText,
      table: epochTable(history),
    }),
    figure({
      title: 'Development accuracy by epoch',
      plot: plot(
        { id: 'training-accuracy', title: 'Development accuracy by epoch', description: accuracyText },
        254,
        [...curves(accuracyCurves, epochs, best, shares, 'Accuracy', (value) => percent(value, digits))],
      ),
      explanation: accuracyText,
    }),
  ];
}

/** Axes, the mark of the kept epoch, and the curves; values that are not finite are left out. */
function curves(
  list: readonly Curve[],
  epochs: readonly EpochRecord[],
  best: EpochRecord,
  levels: readonly number[],
  name: string,
  format: (value: number) => string,
): Markup[] {
  const x = epochScale(epochs);
  const y = linearScale(domainOf(levels), [bottom, top]);
  return [
    verticalAxis({ scale: y, ticks: levels, name, format }, left, right),
    horizontalAxis(
      {
        scale: x,
        ticks: ticks(x.domain[0], x.domain[1], 8, 1),
        name: 'Epoch',
        format: (epoch) => String(epoch),
      },
      top,
      bottom,
    ),
    reference([x(best.epoch), top], [x(best.epoch), bottom]),
    ...list.flatMap(({ name: curve, series, value, write }) => {
      const kept = epochs.filter((record) => Number.isFinite(value(record)));
      const at = kept.map((record) => [x(record.epoch), y(value(record))] as const);
      const points = kept.map((record, i) =>
        point(
          at[i]!,
          series,
          `Epoch ${record.epoch}, ${curve}: ${write(value(record))}`,
          record === best ? 5 : 3,
        ),
      );
      return at.length > 0 ? [line(at, series), ...points] : [];
    }),
  ];
}

/** From the first to the last epoch with a little room; one epoch stands in the middle. */
function epochScale(epochs: readonly EpochRecord[]): Scale {
  const numbers = epochs.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const room = first === last ? 0.5 : (last - first) * 0.03;
  return linearScale([first - room, last + room], [left, right]);
}

function finite(list: readonly Curve[], epochs: readonly EpochRecord[]): number[] {
  return list.flatMap(({ value }) => epochs.map(value)).filter(Number.isFinite);
}

function epochTable({ epochs }: TrainingHistory): Table {
  return {
    caption: 'Training by epoch',
    head: [
      'Epoch',
      'Training loss',
      'Development loss',
      '… calibrated',
      'Development accuracy',
      'Learning rate',
      'Seconds',
      'Tokens/s',
    ],
    rows: epochs.map((record) => [
      String(record.epoch),
      decimal(record.trainingLoss),
      decimal(record.developmentLoss),
      decimal(record.developmentCalibratedLoss ?? null),
      percent(record.developmentAccuracy),
      String(Number(record.learningRate.toPrecision(3))),
      integer(record.seconds),
      integer(record.tokensPerSecond),
    ]),
  };
}
