/** Runs the prediction graph over encoded texts: batches in, probabilities out, whatever the order of the texts. */
import { ReelsenseError } from '../errors/index.js';
import { scoresOfLogits } from '../evaluation/index.js';
import { type BatchLimits, padBatch, planBatches } from './batches.js';
import type { GraphSession } from './session.js';

export class BatchScorer {
  /**
   * @param classes C: how many logits the graph must give
   * @param temperature what they are divided by before the softmax
   */
  constructor(
    private readonly session: GraphSession,
    private readonly limits: BatchLimits,
    private readonly classes: number,
    private readonly temperature: number,
  ) {}

  /**
   * Probabilities [C] of each text, in the order of `texts`, computed in batches of similar length.
   * @param texts ids of each text, at least one id each
   * @throws ReelsenseError 'not-finite' when the model gives no number; 'damaged-model' for a wrong number of logits
   */
  async score(texts: readonly Int32Array[]): Promise<number[][]> {
    const lengths = texts.map((ids) => ids.length);
    const scores = new Array<number[]>(texts.length);
    for (const batch of planBatches(lengths, this.limits)) {
      const { logits } = await this.session.run(padBatch(Array.from(batch, (index) => texts[index]!)));
      if (logits?.shape[0] !== batch.length || logits.shape[1] !== this.classes) {
        throw new ReelsenseError(
          'damaged-model',
          `The model gives logits of shape [${logits?.shape.join(', ')}], not ${this.classes} for each of ${batch.length} texts. Take another copy of the model, or train again.`,
        );
      }
      const data = logits.data as Float32Array; // [B, C]
      batch.forEach((index, row) => {
        scores[index] = this.probabilities(data.subarray(row * this.classes, (row + 1) * this.classes));
      });
    }
    return scores;
  }

  private probabilities(logits: Float32Array): number[] {
    if (!logits.every(Number.isFinite)) {
      throw new ReelsenseError(
        'not-finite',
        `The model gives the logits ${logits.join(', ')}. It is damaged or its training diverged; take another model.`,
      );
    }
    return scoresOfLogits(logits, this.temperature);
  }
}
