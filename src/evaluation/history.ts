/** What training measured, epoch by epoch: the data of the training curves. */

export interface EpochRecord {
  readonly epoch: number; // from 1
  readonly trainingLoss: number;
  readonly developmentLoss: number;
  /** A classifier's development loss at the calibration that suits the epoch best: what epochs are compared by. */
  readonly developmentCalibratedLoss?: number | undefined;
  readonly developmentAccuracy: number; // share, 0 to 1
  readonly learningRate: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

export interface TrainingHistory {
  readonly epochs: readonly EpochRecord[];
  /** The epoch whose weights were kept; by default the first that was better than all others. */
  readonly bestEpoch?: number | undefined;
}

/** The record of the epoch whose weights were kept; null when none has a loss. */
export function bestEpoch({ epochs, bestEpoch: kept }: TrainingHistory): EpochRecord | null {
  const named = epochs.find(({ epoch }) => epoch === kept);
  if (named !== undefined) return named;
  return epochs
    .filter(({ developmentLoss }) => Number.isFinite(developmentLoss))
    .reduce<EpochRecord | null>(
      (best, record) => (best === null || isBetterEpoch(record, best) ? record : best),
      null,
    );
}

/** Whether epoch `a` separates the development part better than `b`: a lower loss, the scale of the logits aside; where that is the same, as for epochs that are right throughout, the lower loss as it is. */
export function isBetterEpoch(a: EpochRecord, b: EpochRecord): boolean {
  const loss = ({ developmentCalibratedLoss, developmentLoss }: EpochRecord): number =>
    developmentCalibratedLoss ?? developmentLoss;
  return loss(a) === loss(b) ? a.developmentLoss < b.developmentLoss : loss(a) < loss(b);
}
