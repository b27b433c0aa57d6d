/** What training measured, epoch by epoch: the data of the training curves. */

export interface EpochRecord {
  readonly epoch: number; // from 1
  readonly trainingLoss: number;
  readonly developmentLoss: number;
  readonly developmentAccuracy: number; // share, 0 to 1
  readonly learningRate: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

export interface TrainingHistory {
  readonly epochs: readonly EpochRecord[];
  /** The epoch whose weights were kept; by default the first with the highest development accuracy. */
  readonly bestEpoch?: number | undefined;
}

/** The record of the epoch whose weights were kept; null when none has an accuracy. */
export function bestEpoch({ epochs, bestEpoch: kept }: TrainingHistory): EpochRecord | null {
  const named = epochs.find(({ epoch }) => epoch === kept);
  if (named !== undefined) return named;
  return epochs
    .filter(({ developmentAccuracy }) => Number.isFinite(developmentAccuracy))
    .reduce<EpochRecord | null>(
      (best, record) =>
        best === null || record.developmentAccuracy > best.developmentAccuracy ? record : best,
      null,
    );
}
