/** Our contenders: bundled models, and the linear model of n-grams. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '../../src/load-model.js';
import { NgramClassifier } from '../../src/ngrams/index.js';
import { root } from '../root.js';
import { type ComparisonData, type Runnable, timed } from './contender.js';

export async function bundledModel(name: string): Promise<Runnable> {
  const folder = join(root, 'models', name); // the compiled benchmark lies elsewhere than the models
  const predictor = await loadModel(folder, { threads: 1 });
  return {
    name: `Reelsense ${name}`,
    kind: 'lstm',
    bytes: await neededBytes(folder),
    classify: (texts) =>
      timed(async () =>
        (await predictor.predictMany(texts)).map(({ label }) => label === predictor.labels[1]),
      ),
    release: () => predictor.release(),
  };
}

/** Of the files that a prediction needs. */
async function neededBytes(folder: string): Promise<number> {
  const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const graphs = (await readdir(join(folder, 'onnx'))).map((file) => join('onnx', file));
  const sizes = await Promise.all([...names, ...graphs].map((file) => stat(join(folder, file))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

export async function ngramModel({ train, development }: ComparisonData): Promise<Runnable> {
  const classifier = await NgramClassifier.train(['negative', 'positive'], train, development);
  const bytes = [...classifier.toText()].reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  return {
    name: 'n-gram logistic regression',
    kind: 'linear',
    bytes,
    classify: (texts) => timed(() => texts.map((text) => classifier.score(text).label === 'positive')),
    release: async () => undefined,
  };
}
