import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Dataset } from '../../src/datasets/index.js';
import { BUNDLED_MODEL } from '../../src/load-model.js';
import type { ModelMetrics } from '../../src/training/index.js';
import { partsAsOf } from './parts.js';

it('sets as many reviews aside for the linear models as were for the bundled one', () => {
  const file = new URL(`../../models/${BUNDLED_MODEL}/metrics.json`, import.meta.url);
  const metrics = JSON.parse(readFileSync(file, 'utf8')) as ModelMetrics;
  const dataset: Dataset = {
    ...{ name: 'films', path: '', format: 'archive', sha256: '', labels: ['negative', 'positive'] },
    train: Array.from({ length: 2000 }, (_, i) => {
      return { id: `${i}`, text: `review ${i}`, label: i % 2, group: `film ${i >> 1}` };
    }),
    ...{ test: [{ id: 'test', text: 'test', label: 0 }], unlabelled: [], skipped: [] },
  };
  const { train, development, test } = partsAsOf(metrics, dataset);
  const { split } = metrics.data;
  const share = split.development / (split.development + split.train);
  expect(development.length / 2000).toBeCloseTo(share, 3);
  expect([train.length + development.length, test.length]).toEqual([2000, 1]);
});
