/** The report of an evaluation: its figures, and what is known of the model. */
import type { ModelBundle } from '../checkpoint/index.js';
import { type Evaluation, renderReport } from '../evaluation/index.js';
import { partOf, type RecordedEvaluation, requireMetrics } from '../training/index.js';

/** One HTML file; with the training curves where the model brings them. */
export function evaluationReport(
  bundle: ModelBundle,
  recorded: RecordedEvaluation,
  evaluation: Evaluation,
): string {
  const { figures: _, command, ...data } = recorded;
  const { name, sha256, configuration, metrics } = bundle;
  const { labels, threshold, architecture } = configuration.reelsense;
  const known = metrics === undefined ? undefined : requireMetrics(metrics, name);
  return renderReport({
    title: `${name} on ${partOf(data.part, data.data)}`,
    model: { name, sha256, labels, ...(labels.length === 2 ? { threshold } : {}), ...architecture },
    data: { ...data.data, part: data.part, exclude: data.exclude ?? undefined },
    configuration: known?.training.configuration,
    evaluation,
    history: known && { epochs: known.training.epochs, bestEpoch: known.training.bestEpoch },
    command,
    notes: known === undefined ? [] : [`The model was trained by: ${known.training.command}`],
  });
}
