import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import type { EvaluationInput } from './input.js';
import { evaluationToJson } from './json.js';

const labels = ['negative', 'positive'];
const binary = (positive: number[]): number[][] => positive.map((score) => [1 - score, score]);

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('evaluate', () => {
  it('measures two labels by the positive one', () => {
    const evaluation = evaluate({
      labels,
      truth: [1, 1, 0, 0],
      scores: binary([0.9, 0.4, 0.7, 0.2]),
      lengths: [10, 20, 30, 40],
      ids: ['a', 'b', 'c', 'd'],
    });
    expect(evaluation).toMatchObject({
      positiveLabel: 'positive',
      count: 4,
      accuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      rocAuc: 0.75,
      threshold: 0.5,
      confusion: [
        [1, 1],
        [1, 1],
      ],
    });
    expect(evaluation.mistakes.map(({ id, truth, predicted }) => [id, truth, predicted])).toEqual([
      ['c', 'negative', 'positive'],
      ['b', 'positive', 'negative'],
    ]);
    expect(evaluation.byLength.map(({ from, count }) => [from, count])).toEqual([
      [10, 2],
      [25, 2],
    ]);
  });

  it('calls an example positive at exactly the threshold', () => {
    const input = { labels, truth: [1, 0], scores: binary([0.5, 0.25]) };
    expect(evaluate(input).accuracy).toBe(1);
    expect(evaluate({ ...input, threshold: 0.2 }).confusion).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('measures more labels one against the rest and by macro average', () => {
    const evaluation = evaluate({
      labels: ['bad', 'fair', 'good'],
      truth: [0, 1, 2, 2],
      scores: [
        [0.7, 0.2, 0.1],
        [0.5, 0.3, 0.2],
        [0.1, 0.1, 0.8],
        [0.2, 0.3, 0.5],
      ],
    });
    expect(evaluation.accuracy).toBe(0.75);
    expect(evaluation.positiveLabel).toBeNull();
    expect(evaluation.threshold).toBeNull();
    expect(evaluation.roc.map(({ label, auc }) => [label, auc])).toEqual([
      ['bad', 1],
      ['fair', 2.5 / 3],
      ['good', 1],
    ]);
    expect(evaluation.rocAuc).toBeCloseTo((1 + 2.5 / 3 + 1) / 3, 12);
    expect(evaluation.f1).toBeCloseTo((2 / 3 + 0 + 1) / 3, 12);
    expect(evaluation.byLength).toEqual([]);
  });

  it('lists as many mistakes as asked, and names examples by their row without ids', () => {
    const input = { labels, truth: [0, 0, 0], scores: binary([0.6, 0.9, 0.6]), mistakes: 2 };
    expect(evaluate(input).mistakes.map(({ id }) => id)).toEqual(['row-2', 'row-1']);
  });

  it.each<[string, EvaluationInput]>([
    ['a single example', { labels, truth: [1], scores: binary([0.7]), lengths: [0] }],
    ['one label only in the truth', { labels, truth: [0, 0], scores: binary([0.1, 0.2]) }],
    ['nothing found', { labels, truth: [1, 1], scores: binary([0.1, 0.2]) }],
    ['probabilities of exactly 0 and 1', { labels, truth: [0, 1, 1], scores: binary([1, 0, 1]) }],
    ['one of three labels', { labels: ['a', 'b', 'c'], truth: [2], scores: [[1, 0, 0]] }],
  ])('survives JSON without a loss for %s', (_, input) => {
    const evaluation = evaluate(input);
    expect(numbersIn(evaluation).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it('has null where a figure is undefined', () => {
    const evaluation = evaluate({ labels, truth: [0, 0], scores: binary([0.1, 0.2]) });
    expect(evaluation).toMatchObject({ precision: null, recall: null, f1: null, rocAuc: null, roc: [] });
  });

  it.each<[string, string, EvaluationInput]>([
    ['a score that is not finite', 'not-finite', { labels, truth: [1], scores: [[0, Number.NaN]] }],
    ['an infinite score', 'not-finite', { labels, truth: [1], scores: [[0, Number.POSITIVE_INFINITY]] }],
    ['scores that do not sum to 1', 'wrong-type', { labels, truth: [1], scores: [[0.5, 0.6]] }],
    ['a negative score', 'wrong-type', { labels, truth: [1], scores: [[-0.5, 1.5]] }],
    ['a row that is too short', 'wrong-type', { labels, truth: [1], scores: [[1]] }],
    ['fewer scores than labels', 'wrong-type', { labels, truth: [1, 0], scores: binary([0.5]) }],
    ['an unlabelled example', 'damaged-data', { labels, truth: [-1], scores: binary([0.5]) }],
    ['no example', 'damaged-data', { labels, truth: [], scores: [] }],
    ['one label', 'too-few-labels', { labels: ['a'], truth: [0], scores: [[1]] }],
    ['a threshold over 1', 'invalid-option', { labels, truth: [1], scores: binary([0.5]), threshold: 1.5 }],
  ])('refuses %s', (_, code, input) => {
    expect(() => evaluate(input)).toThrow(expect.objectContaining({ name: 'ReelsenseError', code }));
  });

  it('refuses an option that there is not', () => {
    const input = { labels, truth: [1], scores: binary([0.5]), treshold: 0.4 };
    expect(() => evaluate(input)).toThrow('There is no option "treshold"; choose among');
  });
});

describe('evaluationToJson', () => {
  it('has the figures, and last the points of the plots, rounded', () => {
    const json = evaluationToJson(evaluate({ labels, truth: [1, 0], scores: binary([0.912345678, 0.2]) }));
    expect(Object.keys(json).slice(0, 2)).toEqual(['accuracy', 'count']);
    expect(json).toMatchObject({
      accuracy: 1,
      count: 2,
      rocAuc: 1,
      confusion: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(Object.keys(json).slice(-2)).toEqual(['roc', 'histogram']);
    expect(json.roc[0]!.points.map(({ threshold }) => threshold)).toEqual([null, 0.9123, 0.2]);
  });
});
