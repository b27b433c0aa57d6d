// Trains a classifier on a CSV of your own and measures it on its test rows, or, where it has none, on those set aside to choose by:
//   node examples/train-on-your-csv.mjs data/sample-reviews.csv /tmp/my-model
import { fileURLToPath } from 'node:url';
import {
  evaluate,
  formatEvaluation,
  loadModel,
  publishClassifier,
  readDataset,
  resolveConfiguration,
  splitDataset,
  splitSettings,
  trainClassifier,
} from 'reelsense';

const sample = fileURLToPath(new URL('../data/sample-reviews.csv', import.meta.url));
const [path = sample, folder = 'runs/example'] = process.argv.slice(2);
const configuration = resolveConfiguration({ epochs: 20 }, 'small');
const dataset = await readDataset(path);
const { name, format, sha256, labels } = dataset;
const split = splitDataset(dataset, splitSettings(configuration));
const trained = await trainClassifier({
  configuration,
  labels,
  split,
  dataSha256: sha256,
  onProgress: (progress) => {
    if (progress.kind !== 'epoch') return;
    const { epoch, trainingLoss, developmentAccuracy } = progress.record;
    console.log(
      `epoch ${epoch}: loss ${trainingLoss.toFixed(3)}, development ${developmentAccuracy.toFixed(3)}`,
    );
  },
});
await publishClassifier({
  folder,
  trained,
  configuration,
  split,
  data: { name, format, sha256 },
  command: ['node examples/train-on-your-csv.mjs', ...process.argv.slice(2)].join(' '),
  storage: 'int8',
  license: 'mit',
  language: 'en',
});

const model = await loadModel(folder);
const part = split.test.length > 0 ? 'test' : 'development';
const scored = await model.score(split[part].map(({ text }) => text));
const truth = split[part].map(({ label }) => label);
console.log(`On the ${part} part:`);
console.log(formatEvaluation(evaluate({ labels, truth, scores: scored.map(({ scores }) => scores) })));
await model.release();
