/** The parts of the reviews as they were for a model, so that what is trained beside it learns from as many labels as it did. */
import { type Dataset, type Split, splitDataset } from '../../src/datasets/index.js';
import { type ModelMetrics, splitSettings } from '../../src/training/index.js';

/** @param metrics of the model; those of a joined one tell the split of the member that set the fewest reviews aside */
export function partsAsOf(
  { training }: { readonly training: Pick<ModelMetrics['training'], 'configuration'> },
  dataset: Dataset,
  exclude?: ReadonlySet<string> | undefined,
): Split {
  return splitDataset(dataset, { exclude, ...splitSettings(training.configuration) });
}
