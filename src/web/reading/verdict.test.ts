import { describe, expect, it } from 'vitest';
import { verdictOf } from './verdict.js';

const two = ['negative', 'positive'];

describe('a verdict', () => {
  it.each([
    ['positive', 0.9, 'Positive', 'positive'],
    ['negative', 0.65, 'Negative', 'negative'],
    ['positive', 0.6, 'Unsure', 'unsure'],
  ])('on %s with %d is %s', (label, probability, name, tone) => {
    expect(verdictOf({ label, probability }, two, 0.65)).toMatchObject({ name, tone, label });
  });

  it('has a colour for each of many labels', () => {
    const labels = Array.from({ length: 8 }, (_, index) => `label ${index}`);
    const tones = labels.map((label) => verdictOf({ label, probability: 0.9 }, labels, 0.3).tone);
    expect(new Set(tones.slice(0, 6)).size).toBe(6);
  });
});
