import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limitsOf } from './files-card.js';
import { modelFigures } from './model-figures.js';

const folder = new URL('../../../models/imdb-lstm/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('the figures of a model', () => {
  it('are found in the metrics of the bundled one', () => {
    const figures = modelFigures(JSON.parse(read('metrics.json')));
    expect(figures.test?.figures).toMatchObject({ count: 25_000, labels: ['negative', 'positive'] });
    expect(figures.test?.on).toContain('Large Movie Review Dataset');
    expect(figures.epochs.length).toBeGreaterThan(0);
    expect(figures.command).toMatch(/^reelsense (train|join) /);
    expect(figures.seed).toBeTypeOf('number');
  });

  it.each([[undefined], [null], [{}], [{ evaluations: [{ part: 'test' }], training: { epochs: [{}] } }]])(
    'are simply missing where there are none: %j',
    (metrics) => {
      const { test, development, epochs } = modelFigures(metrics);
      expect([test, development, epochs]).toEqual([undefined, undefined, []]);
    },
  );

  it('take the newest of several evaluations on test reviews', () => {
    const figures = { accuracy: 0.5, count: 1, labels: [], confusion: [], reliability: [] };
    const evaluations = [
      { part: 'test', figures },
      { part: 'test', figures: { ...figures, accuracy: 0.75 }, data: { name: 'mine' } },
      { part: 'development', figures },
    ];
    const { test } = modelFigures({ evaluations });
    expect([test?.figures.accuracy, test?.on]).toEqual([0.75, 'the test part of mine']);
  });

  it('have the limits that the card lists', () => {
    expect(limitsOf(read('README.md')).length).toBeGreaterThan(2);
    expect(limitsOf('## Limits\n\n- One.\n- `Two`.\n\n## Other\n\n- Three.\n')).toEqual(['One.', 'Two.']);
    expect(limitsOf(undefined)).toEqual([]);
  });
});
