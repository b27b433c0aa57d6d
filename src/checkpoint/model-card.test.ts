import { describe, expect, it } from 'vitest';
import { type ModelCard, renderModelCard } from './model-card.js';

const card: ModelCard = {
  name: 'small',
  summary: 'Says whether a review is kind.',
  license: 'mit',
  language: 'en',
  labels: ['negative', 'positive'],
  data: { name: 'our reviews', description: 'Written for "this".', sha256: 'ab12' },
  split: { train: 200, development: 50, test: 50 },
  command: 'reelsense train --data sample.csv --out small --seed 7',
  seed: 7,
  seconds: 192,
  configuration: { hiddenSize: 128, pooling: 'mean|max' },
  metrics: [{ name: 'accuracy', value: 0.90481, interval: [0.901, 0.9083], on: 'test (50 reviews)' }],
  baselines: [{ model: 'TF-IDF', accuracy: 0.9061, source: 'measured' }],
  limits: ['English alone.'],
};

describe('renderModelCard', () => {
  const text = renderModelCard(card);

  it('begins with front matter that the hub reads', () => {
    const [, front] = text.split('---\n');
    expect(text.startsWith('---\n')).toBe(true);
    expect(front).toContain(
      'license: "mit"\nlibrary_name: transformers.js\npipeline_tag: text-classification\n',
    );
    expect(front).toContain('          - type: "accuracy"\n');
    expect(front).toContain('            value: 0.90481\n');
  });

  it('gives data, counts, command, seed, time, settings, metrics, baselines and limits', () => {
    for (const part of [
      'our reviews: Written for "this". SHA-256 `ab12`.',
      '| train | 200 |',
      'Seed 7, 3 minutes, by this command:\n\n```sh\nreelsense train --data sample.csv --out small --seed 7\n```',
      '| pooling | mean\\|max |',
      '| accuracy | 0.9048 | 0.901 to 0.9083 | test (50 reviews) |',
      '| TF-IDF | 0.9061 | measured |',
      '## Limits\n\n- English alone.\n',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.endsWith('English alone.\n')).toBe(true);
  });

  it('says so when nothing was measured, and leaves out what is empty', () => {
    const bare = renderModelCard({ ...card, metrics: [], baselines: [] });
    expect(bare).toContain('Nothing was measured');
    expect(bare).not.toContain('model-index');
    expect(bare).not.toContain('Beside other models');
  });
});
