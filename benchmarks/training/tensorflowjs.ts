/** TensorFlow.js at the small size it can do, in a process of its own, where it is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';
import { median } from '../statistics.js';
import { createOurStep } from './our-step.js';

const folder = join(root, 'benchmarks', 'reference', 'tensorflowjs');

/** How to install it. */
export const installation = 'npm ci --ignore-scripts --prefix benchmarks/reference/tensorflowjs';

interface Rate {
  readonly tokensPerSecond: number | null;
  readonly error: string | null;
}

export interface TensorFlowJsRates {
  readonly library: string;
  readonly batch: number;
  readonly time: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Words that its embedding knows: with 30,000 a step takes minutes. */
  readonly vocabularySize: number;
  /** A training step on the cpu backend, tokens per second. */
  readonly training: number | null;
  /** The same without the gradient of the embedding. */
  readonly trainingFrozenEmbedding: number | null;
  /** Our step at the same batch, time and sizes, with all of our 30,000 words. */
  readonly ours: number;
}

/** Undefined where it is not installed. */
export async function measureTensorFlowJs(
  threads: number,
  steps: number,
): Promise<TensorFlowJsRates | undefined> {
  if (!existsSync(join(folder, 'node_modules'))) return undefined;
  const [batch, time, embeddingSize, hiddenSize, words] = [8, 100, 128, 128, 1000];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['training.js', '--backend', 'cpu', '--batch', `${batch}`, '--time', `${time}`, '--steps', `${steps}`],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`TensorFlow.js failed: ${stderr.trim().split('\n').at(-1)}`);
  const measured = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
    library: string;
    training: Rate;
    trainingFrozenEmbedding: Rate;
  };
  const ours = await createOurStep(
    { task: 'classifier', batch, time, embeddingSize, hiddenSize, directions: 1 },
    threads,
  );
  await ours.measure(2);
  const seconds = median(await ours.measure(10));
  await ours.release();
  return {
    library: measured.library,
    batch,
    time,
    embeddingSize,
    hiddenSize,
    vocabularySize: words,
    training: measured.training.tokensPerSecond,
    trainingFrozenEmbedding: measured.trainingFrozenEmbedding.tokensPerSecond,
    ours: (batch * time) / seconds,
  };
}
