// Any labels will do, two or more: sorts short messages into three topics. node examples/topics.mjs /tmp/topics
import {
  loadModel,
  publishClassifier,
  resolveConfiguration,
  splitDataset,
  splitSettings,
  trainClassifier,
} from 'reelsense';

const folder = process.argv[2] ?? 'runs/topics';
const messages = {
  billing: [
    ...[
      'I was charged twice this month',
      'where is my invoice',
      'please refund the payment',
      'my card was declined',
    ],
    ...[
      'the invoice shows the wrong amount',
      'cancel the payment',
      'a refund was promised',
      'charged after I cancelled',
    ],
  ],
  delivery: [
    ...[
      'the parcel never arrived',
      'wrong address on the parcel',
      'the courier left it in the rain',
      'late delivery again',
    ],
    ...[
      'when will it be delivered',
      'the courier did not ring',
      'parcel lost on the way',
      'delivery to another address',
    ],
  ],
  product: [
    ...[
      'the handle broke off',
      'the screen stays black',
      'louder than the old one',
      'the battery dies by noon',
    ],
    ...['a button broke after a day', 'screen has a scratch', 'the battery gets hot', 'the handle is loose'],
  ],
};
const labels = Object.keys(messages);
const train = labels.flatMap((name, label) =>
  messages[name].map((text, i) => ({ id: `${name}-${i}`, text, label })),
);
const data = { name: 'messages', format: 'csv', sha256: '0'.repeat(64) };
const configuration = resolveConfiguration({ epochs: 60, patience: 60, threads: 1 }, 'small');
const split = splitDataset(
  { ...data, path: '', labels, train, test: [], unlabelled: [], skipped: [] },
  splitSettings(configuration),
);

const trained = await trainClassifier({ configuration, labels, split, dataSha256: data.sha256 });
await publishClassifier({
  folder,
  trained,
  configuration,
  split,
  data,
  command: 'node examples/topics.mjs',
  storage: 'float32',
  license: 'mit',
  language: 'en',
});
const model = await loadModel(folder);
for (const message of [
  'the battery is broken',
  'refund the wrong charge please',
  'the courier lost my parcel',
]) {
  const { label, scores } = await model.predict(message);
  console.log(
    `${label.padEnd(9)} ${message}  ${JSON.stringify(scores, (_, x) => (x.toFixed ? +x.toFixed(2) : x))}`,
  );
}
await model.release();
