/** What a step of `reelsense pretrain` needs, over random text whose words are as unequal as English ones. */
import { embeddingParameter, languageModelParameters } from '../../src/models/index.js';
import { Random } from '../../src/random/index.js';
import { SPECIAL_TOKENS, Vocabulary } from '../../src/text/index.js';
import type { EncodedReviews } from '../../src/training/encoded-reviews.js';
import { createMemory } from '../../src/training/memory.js';
import { resolvePretrainingConfiguration } from '../../src/training/pretraining-configuration.js';
import { PretrainingRun } from '../../src/training/pretraining-run.js';
import { fillStreams } from '../../src/training/token-streams.js';
import { type StepSize, type StepWork, vocabularySize } from './sizes.js';
import { zipfIds } from './zipf.js';

/** Windows that the steps take in turn. */
const windows = 4;

/** @param size `batch` streams, windows of `time` tokens */
export function prepareLanguageModel(size: StepSize, threads: number, work: StepWork) {
  const { batch, time, embeddingSize, hiddenSize, directions } = size;
  const configuration = resolvePretrainingConfiguration({
    threads,
    streams: batch,
    window: time,
    embeddingSize,
    hiddenSize,
    bidirectional: directions === 2,
    ...(work === 'same' ? { dropout: 0, clipNorm: 0 } : {}),
  });
  const architecture = { vocabularySize, embeddingSize, hiddenSize, bidirectional: directions === 2 };
  const memory = createMemory({
    dense: languageModelParameters(architecture),
    embedding: embeddingParameter({ ...architecture, layers: 1, pooling: ['last'], classes: 2 }),
    replicas: threads,
    maximumRows: vocabularySize,
    rateScale: () => 1,
    movingAverage: 0,
    random: new Random(1),
  });
  const words = Array.from({ length: vocabularySize - SPECIAL_TOKENS.length }, (_, i) => `w${i}`);
  const text = randomText(batch * (windows * time + 2));
  const task = { configuration, texts: [], folder: '' };
  const run = new PretrainingRun(task, memory, text, text, architecture, new Vocabulary(words));
  const setup = run.setup();
  fillStreams(setup.task.training, text, new Random(1));
  return {
    setup,
    batches: Array.from({ length: windows }, (_, window) => [window]),
    distinctRows: distinctRows(text, size),
    clipNorm: configuration.clipNorm,
  };
}

function randomText(tokens: number): EncodedReviews {
  const ids = new Int32Array(new SharedArrayBuffer(4 * tokens));
  ids.set(zipfIds(tokens, vocabularySize, new Random(2)));
  const offsets = new Uint32Array(new SharedArrayBuffer(8));
  offsets[1] = tokens;
  return { ids, offsets, labels: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Words that each direction of a step predicts among: those of one window of every stream. */
function distinctRows({ ids }: EncodedReviews, { batch, time }: StepSize): number {
  return new Set(ids.subarray(0, batch * (time + 1))).size;
}
