// Trains a classifier on a CSV of your own and measures it on the rows it never saw:
//   node examples/train-on-your-csv.mjs data/sample-reviews.csv /tmp/my-model
import {
  evaluate,
  formatEvaluation,
  loadModel,
  publishClassifier,
  readDataset,
  resolveConfiguration,
  splitDataset,
  trainClassifier,
} from 'reelsense';

const [path = 'data/sample-reviews.csv', folder = 'runs/example'] = process.argv.slice(2);
const configuration = resolveConfiguration({ epochs: 20 }, 'small');
const dataset = await readDataset(path);
const { name, format, sha256, labels } = dataset;
const split = splitDataset(dataset, configuration);
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
  command: `node examples/train-on-your-csv.mjs ${path}`,
  storage: 'int8',
  license: 'mit',
  language: 'en',
});

const model = await loadModel(folder);
const scored = await model.score(split.test.map(({ text }) => text));
const truth = split.test.map(({ label }) => label);
console.log(formatEvaluation(evaluate({ labels, truth, scores: scored.map(({ scores }) => scores) })));
await model.release();
