import { describe, expect, it } from 'vitest';
import { type ClassifierArchitecture, dropoutMasks, weightMasks } from '../models/index.js';
import type { Tensor } from '../onnx/index.js';
import { UNKNOWN_ID } from '../text/index.js';
import { type BatchSettings, batchFeeds, forwardFeeds } from './classifier-batch.js';
import { DistinctTokens } from './distinct-tokens.js';
import { encoded } from './training.test-support.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 12,
  embeddingSize: 40,
  hiddenSize: 20,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'last'],
  classes: 2,
};
const reviews = encoded([[2, 5, 6, 7], [2, 9], [2], [2, 7, 7, 7, 7, 7, 7]], [1, 0, 1, 0]);

function settingsOf(
  changes: Partial<BatchSettings> & { classes?: number; rate?: number } = {},
): BatchSettings {
  const { classes = 2, rate = 0, ...rest } = changes;
  const own = { ...architecture, classes };
  const rates = { embedding: rate, between: rate, output: rate, recurrent: rate };
  const masks = dropoutMasks(own, rates);
  return { architecture: own, masks, weightMasks: weightMasks(own, rates), wordDropout: 0, seed: 1, ...rest };
}

function distinctOf(chosen: readonly number[]): DistinctTokens {
  const distinct = new DistinctTokens(architecture.vocabularySize);
  distinct.clear();
  for (const review of chosen)
    distinct.addAll(reviews.ids, reviews.offsets[review]!, reviews.offsets[review + 1]!);
  return distinct;
}

function feedsOf(chosen: readonly number[], settings: BatchSettings, step = 1): Record<string, Tensor> {
  return batchFeeds(reviews, chosen, distinctOf(chosen), settings, step, 1 / chosen.length);
}

const listOf = (tensor: Tensor | undefined): number[] => Array.from(tensor!.data as Float32Array);

/** Column b of a [T, B] tensor. */
function column({ data, shape }: Tensor, b: number): number[] {
  const [T, B] = [shape[0]!, shape.at(-1)!];
  return Array.from({ length: T }, (_, t) => Number(data[t * B + b]));
}

describe('a batch of a classifier', () => {
  it('is padded to its longest review and masked behind each', () => {
    const feeds = feedsOf([0, 1, 2], settingsOf());
    expect(feeds.token_rows!.shape).toEqual([4, 3]);
    expect([0, 1, 2].map((b) => column(feeds.mask!, b))).toEqual([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect([0, 1, 2].map((b) => column(feeds.last!, b))).toEqual([
      [0, 0, 0, 1],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect(feeds.mask!.shape).toEqual([4, 1, 3]);
    expect(listOf(feeds.weight)).toEqual(new Array(3).fill(Math.fround(1 / 3)));
  });

  it('names tokens by their places among the distinct ones', () => {
    const chosen = [0, 3];
    const { ids } = distinctOf(chosen);
    const feeds = feedsOf(chosen, settingsOf());
    expect(
      column(feeds.token_rows!, 0)
        .slice(0, 4)
        .map((place) => ids[place]),
    ).toEqual([2, 5, 6, 7]);
    expect(column(feeds.token_rows!, 1).map((place) => ids[place])).toEqual([2, 7, 7, 7, 7, 7, 7]);
  });

  it('has the positive label for two labels, and a one at the label for more', () => {
    expect(feedsOf([0, 1, 2], settingsOf()).target).toMatchObject({ shape: [1, 3] });
    expect(listOf(feedsOf([0, 1, 2], settingsOf()).target)).toEqual([1, 0, 1]);
    const three = feedsOf([0, 1, 2], settingsOf({ classes: 3 })).target!;
    expect(three.shape).toEqual([3, 3]);
    expect(listOf(three)).toEqual([0, 1, 0, 1, 0, 1, 0, 0, 0]); // [K, B]
  });

  it('has no input for a pooling or a mask that is not there', () => {
    const feeds = feedsOf([0], settingsOf({ architecture: { ...architecture, pooling: ['max'] } }));
    expect(Object.keys(feeds).sort()).toEqual(['mask', 'target', 'token_rows', 'weight']);
  });

  it('drops the share of the rate and scales the rest, so that the mean stays one', () => {
    const feeds = feedsOf([0, 1, 2, 3], settingsOf({ rate: 0.25 }));
    const names = ['dropout.embedding', 'dropout.between.1', 'dropout.output'];
    expect(names.map((name) => feeds[name]!.shape)).toEqual([
      [1, 4, 40],
      [1, 4, 40],
      [80, 4],
    ]);
    const values = names.flatMap((name) => listOf(feeds[name]));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 1);
  });

  it('draws the same for a review in whichever company, and anew in each step', () => {
    const settings = settingsOf({ rate: 0.5, wordDropout: 0.5 });
    const ofReview = (chosen: readonly number[], b: number, step: number) => {
      const { ids } = distinctOf(chosen);
      const feeds = feedsOf(chosen, settings, step);
      const output = feeds['dropout.output']!; // [features, B]
      return {
        words: column(feeds.token_rows!, b)
          .slice(0, 4)
          .map((place) => ids[place]),
        embedding: listOf(feeds['dropout.embedding']).slice(b * 40, (b + 1) * 40),
        output: Array.from({ length: 80 }, (_, f) => output.data[f * chosen.length + b]),
      };
    };
    expect(ofReview([1, 3, 0], 2, 1)).toEqual(ofReview([0], 0, 1));
    expect(ofReview([0], 0, 2).output).not.toEqual(ofReview([0], 0, 1).output);
  });

  it('draws one mask of each recurrent weight for all reviews of a step', () => {
    const settings = settingsOf({ rate: 0.25 });
    const masksOf = (chosen: readonly number[], step: number): [string, number[]][] =>
      Object.entries(feedsOf(chosen, settings, step))
        .filter(([name]) => name.startsWith('dropout.lstm.'))
        .map(([name, mask]) => [name, listOf(mask)]);
    const masks = masksOf([0, 1], 1);
    expect(masks.map(([name]) => name)).toEqual(
      [0, 1].flatMap((layer) => ['forward', 'backward'].map((way) => `dropout.lstm.${layer}.${way}.r`)),
    );
    for (const [, values] of masks) {
      expect(values).toHaveLength(4 * 20 * 20);
      expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 1);
    }
    expect(masksOf([3], 1)).toEqual(masks);
    expect(masksOf([0, 1], 2)).not.toEqual(masks);
    expect(masks[0]![1]).not.toEqual(masks[1]![1]);
  });

  it('replaces words by the unknown one, but never the start', () => {
    const settings = settingsOf({ wordDropout: 0.5 });
    const chosen = [3];
    const { ids } = distinctOf(chosen);
    const seen = Array.from({ length: 100 }, (_, step) =>
      column(feedsOf(chosen, settings, step).token_rows!, 0).map((place) => ids[place]!),
    );
    expect(seen.every(([start]) => start === 2)).toBe(true);
    const words = seen.flatMap((row) => row.slice(1));
    expect(new Set(words)).toEqual(new Set([7, UNKNOWN_ID]));
    expect(words.filter((id) => id === UNKNOWN_ID).length / words.length).toBeCloseTo(0.5, 1);
  });
});

describe('a batch of an evaluation', () => {
  it('is batch first, padded and masked', () => {
    const distinct = distinctOf([0, 1]);
    const { input_ids, attention_mask } = forwardFeeds(reviews, [1, 0], distinct);
    expect(input_ids!.shape).toEqual([2, 4]);
    expect(Array.from(attention_mask!.data, Number)).toEqual([1, 1, 0, 0, 1, 1, 1, 1]);
    const places = Array.from(input_ids!.data, Number);
    expect([...places.slice(0, 2), ...places.slice(4)].map((place) => distinct.ids[place])).toEqual([
      2, 9, 2, 5, 6, 7,
    ]);
  });
});
