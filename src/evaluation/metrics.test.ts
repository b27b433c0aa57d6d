import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { confusionMatrix, labelMetrics, macroAverage } from './confusion.js';
import { scoreHistogram } from './histogram.js';
import { wilsonInterval } from './interval.js';
import { accuracyByLength } from './lengths.js';
import { brierScore, logLoss } from './probability-scores.js';
import { rocAuc, rocCurve } from './roc.js';

describe('the Wilson interval', () => {
  it('gives the values of the formula worked by hand', () => {
    // 81 of 263: R. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    const [lower, upper] = wilsonInterval(81, 263)!;
    expect(lower).toBeCloseTo(0.2553, 4);
    expect(upper).toBeCloseTo(0.3662, 4);
  });

  it('stays inside [0, 1] at the ends and is undefined without examples', () => {
    expect(wilsonInterval(0, 20)![0]).toBe(0);
    expect(wilsonInterval(0, 20)![1]).toBeCloseTo(0.1611, 4); // Newcombe 1998
    expect(wilsonInterval(29, 29)![1]).toBe(1);
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe('the confusion matrix', () => {
  it('has the truth in rows and gives precision, recall and F1 of each label', () => {
    const confusion = confusionMatrix([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 1], 3);
    expect(confusion).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
    const perLabel = labelMetrics(confusion, ['a', 'b', 'c']);
    expect(perLabel).toEqual([
      { label: 'a', precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 },
      { label: 'b', precision: 1 / 3, recall: 1 / 2, f1: 2 / 5, support: 2 },
      { label: 'c', precision: null, recall: 0, f1: 0, support: 1 },
    ]);
    expect(macroAverage(perLabel).precision).toBeCloseTo((2 / 3 + 1 / 3 + 0) / 3, 12);
    expect(macroAverage(perLabel).f1).toBeCloseTo((4 / 6 + 2 / 5 + 0) / 3, 12);
  });

  it('leaves a label that never occurs out of the macro average', () => {
    const perLabel = labelMetrics(confusionMatrix([0, 1], [0, 1], 3), ['a', 'b', 'c']);
    expect(perLabel[2]).toEqual({ label: 'c', precision: null, recall: null, f1: null, support: 0 });
    expect(macroAverage(perLabel)).toEqual({ precision: 1, recall: 1, f1: 1 });
  });
});

describe('the area under the ROC curve', () => {
  it('is the share of pairs in the right order', () => {
    // positives 0.9, 0.4; negatives 0.5, 0.1: three of four pairs
    expect(rocAuc([0.9, 0.4, 0.5, 0.1], [true, true, false, false])).toBe(0.75);
  });

  it('counts a tie half, and equals the comparison of all pairs and the trapezoids below the curve', () => {
    const random = new Random(5);
    const scores = Array.from({ length: 300 }, () => random.integer(40) / 40);
    const positive = scores.map((score) => random.uniform() < score);
    let better = 0;
    let pairs = 0;
    scores.forEach((high, i) => {
      scores.forEach((low, j) => {
        if (!positive[i] || positive[j]) return;
        pairs++;
        better += high > low ? 1 : high === low ? 0.5 : 0;
      });
    });
    const points = rocCurve(scores, positive, 0)!;
    let area = 0;
    for (let i = 1; i < points.length; i++) {
      const [before, after] = [points[i - 1]!, points[i]!];
      const width = after.falsePositiveRate - before.falsePositiveRate;
      area += (width * (after.truePositiveRate + before.truePositiveRate)) / 2;
    }
    expect(rocAuc(scores, positive)).toBeCloseTo(better / pairs, 12);
    expect(area).toBeCloseTo(better / pairs, 12);
  });

  it('is undefined when all examples are of one kind', () => {
    expect(rocAuc([0.2, 0.7], [true, true])).toBeNull();
    expect(rocCurve([0.2, 0.7], [false, false])).toBeNull();
  });
});

describe('the ROC curve', () => {
  it('moves equal scores together, from the origin to (1, 1)', () => {
    expect(rocCurve([0.8, 0.5, 0.5, 0.1], [true, true, false, false], 0)).toEqual([
      { falsePositiveRate: 0, truePositiveRate: 0, threshold: null },
      { falsePositiveRate: 0, truePositiveRate: 0.5, threshold: 0.8 },
      { falsePositiveRate: 0.5, truePositiveRate: 1, threshold: 0.5 },
      { falsePositiveRate: 1, truePositiveRate: 1, threshold: 0.1 },
    ]);
  });

  it('is thinned to a few hundred points however many examples there are', () => {
    const random = new Random(6);
    const scores = Float64Array.from({ length: 20_000 }, () => random.uniform());
    const points = rocCurve(
      scores,
      Array.from(scores, (score) => random.uniform() < score),
    )!;
    expect(points.length).toBeGreaterThan(200);
    expect(points.length).toBeLessThanOrEqual(402);
    expect(points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
  });
});

describe('log loss and Brier score', () => {
  const scores = [
    [0.2, 0.8],
    [0.6, 0.4],
  ];

  it('have the values worked by hand for two labels', () => {
    expect(logLoss(scores, [1, 1])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 12);
    expect(brierScore(scores, [1, 1])).toBeCloseTo((0.2 ** 2 + 0.6 ** 2) / 2, 12);
  });

  it('sum over all labels for more than two', () => {
    expect(brierScore([[0.5, 0.3, 0.2]], [1])).toBeCloseTo(0.25 + 0.49 + 0.04, 12);
    expect(logLoss([[0.5, 0.3, 0.2]], [1])).toBeCloseTo(-Math.log(0.3), 12);
  });

  it('stay finite for probabilities of exactly 0 and 1', () => {
    expect(logLoss([[1, 0]], [1])).toBeCloseTo(52 * Math.LN2, 12);
    expect(logLoss([[1, 0]], [0])).toBe(0);
    expect(Object.is(logLoss([[1, 0]], [0]), -0)).toBe(false);
    expect(brierScore([[1, 0]], [1])).toBe(1);
  });
});

describe('the score histogram', () => {
  it('counts the positive score by true label, the last bin holding 1', () => {
    const scores = [0, 0.24, 0.25, 1].map((score) => [1 - score, score]);
    expect(scoreHistogram(scores, [0, 0, 1, 1], 2, 4)).toEqual({
      score: 'positive',
      edges: [0, 0.25, 0.5, 0.75, 1],
      counts: [
        [2, 0, 0, 0],
        [0, 1, 0, 1],
      ],
    });
  });

  it('counts the score of the true label beyond two labels', () => {
    const { score, counts } = scoreHistogram([[0.1, 0.2, 0.7]], [2], 3, 2);
    expect(score).toBe('truth');
    expect(counts).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
  });
});

describe('accuracy by length', () => {
  it('leaves empty buckets out and has no upper end on the last', () => {
    const buckets = accuracyByLength([99, 50, 100, 5000], [true, false, true, true]);
    expect(buckets.map(({ from, to, count, accuracy }) => [from, to, count, accuracy])).toEqual([
      [50, 99, 2, 0.5],
      [100, 149, 1, 1],
      [1000, null, 1, 1],
    ]);
    expect(buckets[0]!.interval).toEqual(wilsonInterval(1, 2));
  });
});
