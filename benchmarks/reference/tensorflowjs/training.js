/**
 * The rate of a whole training step, and of prediction, of an LSTM in TensorFlow.js, for comparison with ours.
 *
 *   npm install && node training.js [--backend cpu|wasm] [--batch 8] [--time 100] [--embedding 128] [--hidden 128]
 *                                   [--vocabulary 1000] [--threads 2] [--steps 3]
 *
 * Model: embedding [B, T] -> [B, T, E], LSTM -> [B, H], dense -> [B, 1]; binary cross-entropy, Adam, `trainOnBatch`.
 * Prints one JSON object; `tokensPerSecond` is that of training. A rate that the backend cannot deliver is null, and
 * the error says why: the wasm backend has no UnsortedSegmentSum kernel, which the gradient of an embedding needs. The
 * cpu backend's kernel reads the whole gradient once for every row of the vocabulary: with 30,000 words a single step
 * takes minutes, hence the small vocabulary, and hence `trainingFrozenEmbedding`, the rate without that gradient.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'cpu' },
    batch: { type: 'string', default: '8' },
    time: { type: 'string', default: '100' },
    embedding: { type: 'string', default: '128' },
    hidden: { type: 'string', default: '128' },
    vocabulary: { type: 'string', default: '1000' },
    threads: { type: 'string', default: '2' },
    steps: { type: 'string', default: '3' },
  },
});
const { backend } = values;
const sizes = Object.fromEntries(
  ['batch', 'time', 'embedding', 'hidden', 'vocabulary'].map((name) => [name, Number(values[name])]),
);
const steps = Number(values.steps);

function buildModel(trainableEmbedding) {
  const model = tf.sequential();
  model.add(
    tf.layers.embedding({
      inputDim: sizes.vocabulary,
      outputDim: sizes.embedding,
      inputLength: sizes.time,
      trainable: trainableEmbedding,
      embeddingsInitializer: tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed: 1 }),
    }),
  );
  model.add(
    tf.layers.lstm({
      units: sizes.hidden,
      recurrentActivation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
      recurrentInitializer: tf.initializers.glorotUniform({ seed: 3 }), // the default, orthogonal, takes seconds
    }),
  );
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' });
  return model;
}

/** Median seconds of `steps` runs of `work` after one that does not count. */
async function medianSeconds(work) {
  await work();
  const seconds = [];
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor((steps - 1) / 2)];
}

/** Tokens per second of `work`, or null and the first line of its error. */
async function measure(work) {
  try {
    const seconds = await medianSeconds(work);
    return { tokensPerSecond: (sizes.batch * sizes.time) / seconds, stepSeconds: seconds, error: null };
  } catch (error) {
    return { tokensPerSecond: null, stepSeconds: null, error: String(error.message).split('\n')[0] };
  }
}

if (backend === 'wasm') {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(folder + sep);
  setThreadsCount(Number(values.threads));
}
await tf.setBackend(backend);
await tf.ready();

const model = buildModel(true);
const frozen = buildModel(false);
const ids = tf.randomUniform([sizes.batch, sizes.time], 0, sizes.vocabulary, 'int32', 4); // [B, T]
const labels = tf.randomUniform([sizes.batch, 1], 0, 2, 'int32', 5).toFloat(); // [B, 1]

const prediction = await measure(async () => {
  const probabilities = model.predictOnBatch(ids);
  await probabilities.data();
  probabilities.dispose();
});
const trainingFrozenEmbedding = await measure(() => frozen.trainOnBatch(ids, labels));
const training = await measure(() => model.trainOnBatch(ids, labels));

console.log(
  JSON.stringify({
    library: `tensorflow.js ${tf.version_core}`,
    backend: tf.getBackend(),
    node: process.version,
    ...sizes,
    directions: 1,
    steps,
    tokensPerSecond: training.tokensPerSecond,
    training,
    trainingFrozenEmbedding,
    prediction,
  }),
);
process.exit(0); // the worker threads of the wasm backend keep the process alive
