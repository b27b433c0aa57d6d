/** Whatever says how likely each label is, by its path: a model folder (or the name of a bundled one), or a file of n-grams that `baseline` wrote. */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { readModelFolder, sha256Of } from '../checkpoint/index.js';
import { type Example, readError } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { modelFolder } from '../load-model.js';
import { NgramClassifier, type NgramOrigin } from '../ngrams/index.js';
import { Predictor } from '../prediction/index.js';
import { Session } from '../runtime/index.js';
import { type ModelMetrics, requireMetrics } from '../training/index.js';
import type { Console } from './console.js';
import { bar, integer } from './figures.js';
import { scoreReviews } from './score-reviews.js';

type Learnt = { readonly metrics: ModelMetrics | undefined } | { readonly origin: NgramOrigin | undefined };

export interface Scorer {
  readonly name: string;
  /** Of what predicts in its model folder, or of its file. */
  readonly sha256: string;
  readonly labels: readonly string[];
  /** What it tells of the reviews that it has learnt from. */
  readonly learnt: Learnt;
  /** Probabilities [C] of each text, in the order of `labels`. Opens what it needs at the first call. */
  score(texts: readonly Example[], console: Console, signal: AbortSignal): Promise<(readonly number[])[]>;
  release(): Promise<void>;
}

/** @throws ReelsenseError 'file-not-found', 'damaged-model' */
export async function openScorer(path: string, threads: number): Promise<Scorer> {
  const folder = modelFolder(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && folder === path) {
    throw new ReelsenseError(
      'file-not-found',
      `There is neither a model nor a file of n-grams at ${path}; check the path.`,
    );
  }
  return found?.isFile() === true ? ngramScorer(path) : modelScorer(folder, threads);
}

async function modelScorer(folder: string, threads: number): Promise<Scorer> {
  const bundle = await readModelFolder(folder);
  let predictor: Predictor | undefined;
  return {
    name: bundle.name,
    sha256: bundle.predictionSha256,
    labels: bundle.configuration.reelsense.labels,
    learnt: {
      metrics: bundle.metrics === undefined ? undefined : requireMetrics(bundle.metrics, bundle.name),
    },
    score: async (texts, console, signal) => {
      predictor ??= await Predictor.create(bundle, { createSession: Session.create, threads });
      return (await scoreReviews(predictor, texts, console, signal)).map(({ scores }) => scores);
    },
    release: async () => {
      const loaded = predictor;
      predictor = undefined;
      await loaded?.release();
    },
  };
}

/** Texts between two looks at Ctrl-C. */
const CHUNK = 256;

async function ngramScorer(file: string): Promise<Scorer> {
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw readError(error, file, 'check --teacher');
  });
  if (!NgramClassifier.isWritten(content)) {
    throw new ReelsenseError(
      'damaged-model',
      `${file} is not a file of n-grams that \`baseline\` wrote, or it is cut; give one, or the folder of a model.`,
    );
  }
  const classifier = NgramClassifier.fromText(content);
  return {
    name: basename(file, extname(file)),
    sha256: sha256Of(content),
    labels: classifier.labels,
    learnt: { origin: classifier.origin },
    score: async (texts, console, signal) => {
      const rows: (readonly number[])[] = [];
      for (let from = 0; from < texts.length; from += CHUNK) {
        await new Promise(setImmediate);
        signal.throwIfAborted();
        console.progress(
          `Scoring ${bar(from / texts.length, 20)} ${integer(from)} of ${integer(texts.length)} reviews`,
        );
        for (const { text } of texts.slice(from, from + CHUNK)) rows.push(classifier.score(text).scores);
      }
      console.clearProgress();
      return rows;
    },
    release: async () => {},
  };
}
