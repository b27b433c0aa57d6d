import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readModelFolder } from '../checkpoint/index.js';
import type { Dataset, Example, SplitCounts } from '../datasets/index.js';
import { calibratedLogits } from '../evaluation/index.js';
import {
  type ModelMetrics,
  publishClassifier,
  requireMetrics,
  resolveConfiguration,
  trainClassifier,
  withEvaluation,
} from './index.js';
import { storedLogits } from './stored-logits.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-publish-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = [
  ['dull', 'grey', 'tired', 'noise'],
  ['bright', 'tender', 'alive', 'song'],
  ['long', 'short', 'early', 'late'],
];

/** Made-up texts whose label is told by their words, with one in seven labelled wrongly so that calibration has work. */
function texts(count: number, labels: number, prefix: string): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const told = i % labels;
    const text = Array.from({ length: 3 + (i % 5) }, (_, k) => words[told]![(i * 3 + k) % 4]).join(' ');
    return { id: `${prefix}-${i}`, text, label: i % 7 === 3 ? (told + 1) % labels : told };
  });
}

async function publish(labels: readonly string[], storage: 'float32' | 'int8') {
  const configuration = resolveConfiguration(
    {
      threads: 1,
      hiddenSize: 6,
      embeddingSize: 6,
      epochs: 6,
      batchSize: 8,
      learningRate: 0.02,
      wordDropout: 0,
    },
    'small',
  );
  const split = {
    train: texts(60, labels.length, 'train'),
    development: texts(30, labels.length, 'development'),
  };
  const trained = await trainClassifier({ configuration, labels, split, dataSha256: 'd'.repeat(64) });
  const target = join(folder, `${labels.length}-${storage}`);
  const counts = { train: 60, development: 30, perLabel: {} } as SplitCounts;
  const dataset: Dataset = {
    ...{ name: 'made up', format: 'csv', sha256: 'd'.repeat(64), path: 'made-up.csv', labels },
    ...{ train: split.train, test: [], unlabelled: [], skipped: [] },
  };
  const published = await publishClassifier({
    folder: target,
    trained,
    configuration,
    split: { ...split, counts },
    data: dataset,
    command: 'reelsense train',
    storage,
    license: 'mit',
    language: 'en',
  });
  return { target, trained, split, published };
}

describe('publishing', () => {
  it.each([
    ['two labels', ['no', 'yes']],
    ['three labels', ['a', 'b', 'c']],
  ])('calibrates the logits of %s in the weights', async (_, labels) => {
    const { target, trained, split, published } = await publish(labels, 'float32');
    const { temperature, bias = 0 } = published.metrics.storage;
    expect(temperature).not.toBe(1);
    const { model, configuration } = await readModelFolder(target);
    expect(configuration.reelsense).toMatchObject({ temperature: 1, threshold: 0.5, labels });
    const ids = split.development.map(({ text }) => trained.tokenizer.encode(text).ids);
    const logits = await storedLogits(model, ids, 1);
    trained.developmentLogits.forEach((row, i) => {
      calibratedLogits(row, { temperature, bias }).forEach((logit, c) => {
        expect(logits[i]![c]).toBeCloseTo(logit, 4);
      });
    });
    expect(published.development.logLoss).toBeLessThanOrEqual(trained.development.logLoss);
  });

  it('measures what it stored, and keeps the figures before beside it', async () => {
    const { target, published } = await publish(['no', 'yes'], 'int8');
    const { development, developmentFullPrecision } = published.metrics;
    expect(development.logLoss).toBe(published.development.logLoss);
    expect(development.logLoss).not.toBe(developmentFullPrecision.logLoss);
    expect(development.logLoss).toBeCloseTo(developmentFullPrecision.logLoss, 2);
    expect(readFileSync(join(target, 'report.html'), 'utf8')).toContain('Weights are stored as int8');
    expect(Object.keys(published.metrics.data)).toEqual([
      ...['name', 'format', 'sha256', 'split', 'developmentSha256', 'exclude', 'limit'],
    ]);
    const bundle = await readModelFolder(target);
    expect(requireMetrics(bundle.metrics, bundle.name)).toEqual(
      JSON.parse(JSON.stringify(published.metrics)),
    );
  });

  it('refuses a storage that does not exist before anything is computed', async () => {
    await expect(
      publishClassifier({ storage: 'int4' } as unknown as Parameters<typeof publishClassifier>[0]),
    ).rejects.toMatchObject({
      code: 'invalid-option',
      message: 'The storage of the weights is "int4"; give one of float32, float16, int8.',
    });
  });
});

describe('metrics', () => {
  it('hold one evaluation for the same reviews', () => {
    const evaluation = (accuracy: number, part = 'test') => ({
      part,
      data: { name: 'x', format: 'csv' as const, sha256: 'e'.repeat(64) },
      exclude: null,
      command: '',
      figures: { accuracy } as never,
    });
    const empty = { evaluations: [] } as unknown as ModelMetrics;
    const first = withEvaluation(withEvaluation(empty, evaluation(0.5)), evaluation(0.7, 'all'));
    const { evaluations } = withEvaluation(first, evaluation(0.6));
    expect(evaluations.map(({ part, figures }) => [part, figures.accuracy])).toEqual([
      ['all', 0.7],
      ['test', 0.6],
    ]);
  });

  it('of another kind are refused', () => {
    expect(() => requireMetrics(undefined, 'mine')).toThrow(/mine has no metrics\.json/);
    expect(() => requireMetrics({ formatVersion: 9 }, 'mine')).toThrow(/of another kind/);
  });
});
