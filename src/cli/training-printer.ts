/** What `train` says: the split, the progress, the result; for people or as JSON lines. */
import type { Dataset, SplitCounts } from '../datasets/index.js';
import { type Published, type StepProgress, storageNote, type TrainingProgress } from '../training/index.js';
import type { Console } from './console.js';
import { skippedLines } from './data-options.js';
import { bar, clock, integer, megabytes, percent } from './figures.js';

export interface TrainingPrinter {
  split(dataset: Dataset, counts: SplitCounts): Promise<void>;
  progress(progress: TrainingProgress): void;
  published(folder: string, published: Published): Promise<void>;
}

export function silentPrinter(): TrainingPrinter {
  return { split: async () => undefined, progress: () => undefined, published: async () => undefined };
}

/** One object a line on standard output. */
export function jsonPrinter(console: Console): TrainingPrinter {
  const print = (value: object): Promise<void> => console.print(JSON.stringify(value));
  return {
    split: ({ name, sha256, labels, skipped }, counts) =>
      print({ kind: 'split', data: { name, sha256 }, labels, skippedRows: skipped.length, ...counts }),
    progress: (progress) => {
      if (progress.kind === 'epoch')
        print({ kind: 'epoch', ...progress.record, isBest: progress.isBest }).catch(ignore);
      else if (progress.kind === 'note') print(progress).catch(ignore);
    },
    published: (folder, { metrics, reportPath }) => {
      const { accuracy, count, logLoss, rocAuc, ece } = metrics.development;
      const { bestEpoch, seconds } = metrics.training;
      const development = { accuracy, count, logLoss, rocAuc, ece };
      return print({ kind: 'model', folder, report: reportPath, bestEpoch, seconds, development });
    },
  };
}

export function textPrinter(console: Console, epochs: number): TrainingPrinter {
  return {
    async split(dataset, counts) {
      for (const line of [...skippedLines(dataset), ...splitLines(dataset, counts)])
        await console.print(line);
      const note = strayLabels(dataset);
      if (note !== undefined) console.note(note);
    },
    progress(progress) {
      if (progress.kind === 'step') console.progress(stepLine(progress));
      else if (progress.kind === 'note') console.note(`Note: ${progress.message}.`);
      else console.print(epochLine(progress, epochs)).catch(ignore);
    },
    async published(folder, { metrics, development, reportPath }) {
      const { storage, training, developmentFullPrecision } = metrics;
      const [lower, upper] = development.accuracyInterval;
      await console.print(
        `Kept epoch ${training.bestEpoch}: ${percent(development.accuracy, 2)} of the development part, 95 % interval ${percent(lower, 2)} to ${percent(upper, 2)}.`,
      );
      await console.print(storageNote(storage.weights, development, developmentFullPrecision));
      await console.print(
        `Model: ${folder} (${megabytes(storage.modelBytes + storage.tokenizerBytes)}); report: ${reportPath}; training/ in it holds the checkpoints and may go.`,
      );
    },
  };
}

/** Its failure shows at the next line that is waited for. */
const ignore = (): void => undefined;

/** So many of a list are shown; a column of other things taken for labels has thousands. */
const SHOWN = 20;

function shortened(parts: readonly string[]): string {
  const rest = parts.length - SHOWN;
  return rest > 0 ? `${parts.slice(0, SHOWN).join(', ')} and ${integer(rest)} more` : parts.join(', ');
}

function splitLines({ name, labels, development = [] }: Dataset, counts: SplitCounts): string[] {
  const perLabel = shortened(
    Object.entries(counts.perLabel).map(([label, count]) => `${label} ${integer(count)}`),
  );
  const unlabelled = counts.unlabelled === 0 ? '' : `, unlabelled ${integer(counts.unlabelled)}`;
  return [
    `${name}: labels ${shortened(labels)}`,
    `  left out: excluded ${integer(counts.excluded)}, their copies ${integer(counts.overlapWithExcludedDropped)}, ` +
      `overlap with test ${integer(counts.overlapWithTestDropped)}, duplicates ${integer(counts.duplicatesDropped)}` +
      (counts.contradictoryDropped === undefined
        ? ''
        : `, texts with two labels ${integer(counts.contradictoryDropped)}`) +
      (counts.unlabelledOverlapDropped === 0
        ? ''
        : `, unlabelled copies ${integer(counts.unlabelledOverlapDropped)}`) +
      (counts.unlabelledGroupsDropped === undefined
        ? ''
        : `, unlabelled of groups in development ${integer(counts.unlabelledGroupsDropped)}`),
    `  parts: train ${integer(counts.train)} (${perLabel}), development ${integer(counts.development)}${development.length > 0 ? ' (its own)' : ''}, test ${integer(counts.test)}${unlabelled}`,
    ...(counts.groups === undefined
      ? []
      : [
          `  each of ${integer(counts.groups)} groups, such as films, is on one side of training and development`,
        ]),
  ];
}

/** Labels that one part alone has, where there are others: a label that is mistyped in one place is a label more, and nothing else tells. */
export function strayLabels({ labels, train, development = [], test }: Dataset): string | undefined {
  const parts = [
    { name: 'training', reviews: train },
    { name: 'development', reviews: development },
    { name: 'test', reviews: test },
  ].filter(({ reviews }) => reviews.length > 0);
  if (parts.length < 2) return undefined;
  const found = parts.map(({ name, reviews }) => ({ name, has: new Set(reviews.map(({ label }) => label)) }));
  const stray = found.flatMap(({ name, has }) => {
    const alone = labels.filter(
      (_, label) => has.has(label) && found.every((other) => other.has === has || !other.has.has(label)),
    );
    return alone.length === 0 ? [] : [`in the ${name} part ${shortened(alone)}`];
  });
  if (stray.length === 0) return undefined;
  return `Note: labels that one part alone has: ${stray.join('; ')}. If that is a typing error, mend it and train again.`;
}

export function stepLine(progress: StepProgress): string {
  const { epoch, epochs, step, stepsInEpoch, loss, developmentAccuracy, tokensPerSecond, secondsLeft } =
    progress;
  const accuracy =
    developmentAccuracy === undefined ? '' : ` · development ${percent(developmentAccuracy, 2)}`;
  return (
    `epoch ${epoch}/${epochs} ${bar(step / stepsInEpoch, 12)} ${step}/${stepsInEpoch} · loss ${loss.toFixed(4)}${accuracy}` +
    ` · ${integer(tokensPerSecond)} tokens/s · ${clock(secondsLeft)} left`
  );
}

function epochLine({ record, isBest }: TrainingProgress & { kind: 'epoch' }, epochs: number): string {
  const { epoch, trainingLoss, developmentLoss, developmentCalibratedLoss } = record;
  const { developmentAccuracy, tokensPerSecond, seconds } = record;
  const calibrated =
    developmentCalibratedLoss === undefined ? '' : ` (${developmentCalibratedLoss.toFixed(4)} calibrated)`;
  return (
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  loss ${trainingLoss.toFixed(4)}  ` +
    `development loss ${developmentLoss.toFixed(4)}${calibrated}, accuracy ${percent(developmentAccuracy, 2)}  ` +
    `${integer(tokensPerSecond)} tokens/s, ${clock(seconds)}${isBest ? '  best so far' : ''}`
  );
}
