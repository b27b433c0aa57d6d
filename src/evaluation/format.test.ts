import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { confidencePercent, lengthRange, percent } from './figures.js';
import { formatEvaluation } from './format.js';

describe('formatEvaluation', () => {
  it('aligns figures, the confusion matrix, accuracy by length and mistakes', () => {
    const evaluation = evaluate({
      labels: ['bad', 'good'],
      truth: [1, 1, 0, 0],
      scores: [
        [0.1, 0.9],
        [0.6, 0.4],
        [0.3, 0.7],
        [0.8, 0.2],
      ],
      lengths: [5, 5, 5, 1200],
      ids: ['a', 'b', 'c', 'd'],
    });
    expect(formatEvaluation(evaluation).split('\n')).toEqual([
      '  Accuracy           50.00 %  95 % interval 15.00 % to 85.00 %',
      '  Reviews                  4',
      '  Precision          50.00 %  of good',
      '  Recall             50.00 %  of good',
      '  F1                 50.00 %  of good',
      '  ROC AUC             0.7500',
      '  Log loss            0.6122  nats',
      '  Brier score         0.2250',
      '  Calibration error  40.00 %  expected, 15 bins',
      '',
      'Confusion matrix (rows: true label, columns: predicted)',
      '        bad  good',
      '  bad     1     1',
      '  good    1     1',
      '',
      'Accuracy by length',
      '  tokens  reviews  accuracy                        95 % interval',
      '     0–9        3    33.3 %  ██████▋               6.1 % to 79.2 %',
      '  1,000+        1   100.0 %  ████████████████████  20.7 % to 100.0 %',
      '',
      'Most confident mistakes',
      '           predicted  true label  review',
      '  70.00 %  good       bad         c',
      '  60.00 %  bad        good        b',
    ]);
  });

  it('lists every label beyond two, and nothing that is missing', () => {
    const text = formatEvaluation(evaluate({ labels: ['a', 'b', 'c'], truth: [0], scores: [[1, 0, 0]] }));
    expect(text).toContain('By label');
    expect(text).toContain('macro average');
    expect(text).not.toContain('by length');
    expect(text).not.toContain('mistakes');
    expect(text).not.toMatch(/NaN|null|undefined/);
  });

  it('lets no control character of a label or id through', () => {
    const text = formatEvaluation(
      evaluate({ labels: ['a\u001b[31m', 'b\u202e'], truth: [0], scores: [[0, 1]], ids: ['x\ny'] }),
    );
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/[\p{Cf}]|x\ny/u);
  });
});

describe('figures', () => {
  it('are written the same everywhere', () => {
    expect(percent(0.9132)).toBe('91.32 %');
    expect(percent(null)).toBe('–');
    expect(confidencePercent(0.999999)).toBe('> 99.99 %');
    expect(confidencePercent(1)).toBe('100.00 %');
    expect(lengthRange(1000, null)).toBe('1,000+');
  });
});
