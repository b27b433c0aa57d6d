import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../text/index.js';
import { evaluate } from '../evaluate.js';
import { sliceFigures } from './slice-figures.js';

/** Reviews with "not" in the first `negated`, of which the first `wrong` are labelled wrongly. */
function figures(negated: number, wrong: number): string[] {
  const texts = Array.from({ length: 100 }, (_, i) => (i < negated ? 'not good' : 'good'));
  const scores = texts.map((_, i) => (i < wrong ? [0, 1] : [1, 0]));
  const reviews = { texts, vocabulary: new Vocabulary(['good', 'not']) };
  const evaluation = evaluate({ labels: ['no', 'yes'], truth: texts.map(() => 0), scores, reviews });
  return sliceFigures(evaluation).map(({ text }) => text);
}

describe('the figures of the slices', () => {
  it('say which part differs from the others by more than chance, and by how much', () => {
    const [negation] = figures(40, 20);
    expect(negation).toContain('Unlike the other reviews: none (+50.0 points), any (−50.0 points)');
    expect(figures(40, 0)[0]).toContain('No part differs from the other reviews by more than chance.');
  });

  it('draw no part of a few reviews, which stays in the table', () => {
    const [negation] = figures(4, 0);
    expect(negation!.match(/<circle/g)).toHaveLength(1);
    expect(negation).toContain('fewer than 10 reviews stand in the table alone');
    expect(negation).toMatch(/<th scope="row" class="text">any<\/th><td class="number">4<\/td>/);
  });
});
