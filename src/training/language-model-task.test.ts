import { describe, expect, it } from 'vitest';
import type { LanguageModelArchitecture } from '../models/index.js';
import { float32, type Tensor } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { DistinctTokens } from './distinct-tokens.js';
import {
  LanguageModelTask,
  type LanguageModelTaskSetup,
  type TokenStreams,
  windowCount,
} from './language-model-task.js';
import { emptyStreams, fillStreams } from './token-streams.js';
import { encoded } from './training.test-support.js';

const V = 40;
const H = 2;
const architecture: LanguageModelArchitecture = {
  vocabularySize: V,
  embeddingSize: 3,
  hiddenSize: H,
  bidirectional: true,
};

function streamsOf(rows: readonly (readonly number[])[]): TokenStreams {
  const length = rows[0]!.length;
  const tokens = new Int32Array(new SharedArrayBuffer(rows.length * length * 4));
  tokens.set(rows.flat());
  return { tokens, streams: rows.length, length };
}

/** Three streams of eight tokens, no token twice. */
const rows = [
  [4, 5, 6, 7, 8, 9, 10, 11],
  [12, 13, 14, 15, 16, 17, 18, 19],
  [20, 21, 22, 23, 24, 25, 26, 27],
];

function setupOf(changes: Partial<LanguageModelTaskSetup> = {}): LanguageModelTaskSetup {
  const logFrequency = new Float32Array(new SharedArrayBuffer(V * 4)).fill(Math.log(1 / V));
  return {
    kind: 'language-model',
    architecture,
    training: streamsOf(rows),
    heldOut: streamsOf(rows.slice(0, 2)),
    window: 3,
    dropout: 0,
    seed: 1,
    logFrequency,
    carried: new Float32Array(new SharedArrayBuffer(2 * 2 * 3 * H * 4)),
    ...changes,
  };
}

function feedsOf(task: LanguageModelTask, window: number, step = 1) {
  const distinct = new DistinctTokens(V);
  task.collect([window], distinct);
  const feeds = task.feeds([window], distinct, step)!;
  const candidates = (direction: string): number[] =>
    Array.from(feeds[`candidates.${direction}`]!.data as Int32Array, (place) => distinct.ids[place]!);
  const words = (name: string): number[][] => {
    const { data, shape } = feeds[name]!;
    const [T, B] = shape as [number, number];
    const [part, direction] = name.split('.') as [string, string];
    const ids = part === 'targets' ? candidates(direction) : distinct.ids;
    return Array.from({ length: B }, (_, b) =>
      Array.from({ length: T }, (_, t) => ids[Number(data[t * B + b])]!),
    );
  };
  return { feeds, words, candidates, distinct };
}

describe('a window of the language model', () => {
  it('reads each direction in its own order and predicts the next token of it', () => {
    const { words } = feedsOf(new LanguageModelTask(setupOf(), { index: 0, count: 1 }), 1);
    expect(words('tokens.forward')).toEqual(rows.map((row) => row.slice(3, 6)));
    expect(words('targets.forward')).toEqual(rows.map((row) => row.slice(4, 7)));
    expect(words('tokens.backward')).toEqual(rows.map((row) => row.toReversed().slice(3, 6)));
    expect(words('targets.backward')).toEqual(rows.map((row) => row.toReversed().slice(4, 7)));
  });

  it('covers the streams with the others, each token read once', () => {
    const setup = setupOf();
    expect(windowCount(setup.training, 3)).toBe(2);
    expect([3, 4, 7, 8].map((window) => windowCount(setup.training, window))).toEqual([2, 1, 1, 0]);
    const task = new LanguageModelTask(setup, { index: 0, count: 1 });
    const read = [0, 1].map((window) => feedsOf(task, window).words('tokens.forward')[0]!);
    expect(read.flat()).toEqual(rows[0]!.slice(0, 6));
    expect(feedsOf(task, 1).words('targets.forward')[0]!.at(-1)).toBe(rows[0]![6]);
  });

  it('has the same candidates in every replica, all of its words among them', () => {
    const setup = setupOf();
    const places = [0, 1].map((index) => feedsOf(new LanguageModelTask(setup, { index, count: 2 }), 0));
    expect(places[0]!.distinct.ids).toEqual(places[1]!.distinct.ids);
    for (const direction of ['forward', 'backward']) {
      expect(places[0]!.candidates(direction)).toEqual(places[1]!.candidates(direction));
    }
    expect(places[0]!.words('tokens.forward')).toEqual([rows[0]!.slice(0, 3), rows[2]!.slice(0, 3)]);
    expect(places[1]!.words('tokens.forward')).toEqual([rows[1]!.slice(0, 3)]);
    const shares = places.map(({ feeds }) => Number(feeds.share!.data[0]));
    expect(shares).toEqual([Math.fround(2 / 3), Math.fround(1 / 3)]);
    expect(
      new LanguageModelTask(setup, { index: 3, count: 4 }).feeds([0], places[0]!.distinct, 1),
    ).toBeUndefined();
  });

  it('predicts in each direction among the words of that direction', () => {
    const { candidates } = feedsOf(new LanguageModelTask(setupOf(), { index: 0, count: 1 }), 0);
    const sorted = (ids: readonly number[]) => ids.toSorted((a, b) => a - b);
    const unknown = 1;
    expect(sorted(candidates('forward'))).toEqual([unknown, ...rows.flatMap((row) => row.slice(0, 4))]);
    expect(sorted(candidates('backward'))).toEqual([unknown, ...rows.flatMap((row) => row.slice(-4))]);
  });

  it('corrects each candidate by its chance of being among the tokens of the batch', () => {
    const setup = setupOf();
    setup.logFrequency[5] = Math.log(0.3);
    const { feeds, candidates } = feedsOf(new LanguageModelTask(setup, { index: 0, count: 1 }), 0);
    const draws = 3 * 4; // streams x tokens of a window and the one after it
    candidates('forward').forEach((id, u) => {
      const frequency = id === 5 ? 0.3 : 1 / V;
      const expected = Math.log(frequency) - Math.log(1 - (1 - frequency) ** draws);
      expect(Number(feeds['candidate_bias.forward']!.data[u])).toBeCloseTo(expected, 5);
    });
  });

  it('begins with the states in which each stream and direction ended', () => {
    const setup = setupOf();
    const task = new LanguageModelTask(setup, { index: 0, count: 2 }); // streams 0 and 2
    const states: Record<string, Tensor> = {};
    ['last_h.forward', 'last_c.forward', 'last_h.backward', 'last_c.backward'].forEach((name, i) => {
      states[name] = float32(
        [1, 2, 3, 4].map((value) => 10 * i + value),
        [H, 2],
      );
    });
    task.finish(states);
    const { feeds } = feedsOf(task, 1);
    const fed = ['h.forward', 'c.forward', 'h.backward', 'c.backward'].map((name) => [...feeds[name]!.data]);
    expect(fed).toEqual(Object.values(states).map(({ data }) => [...data]));
    const other = feedsOf(new LanguageModelTask(setup, { index: 1, count: 2 }), 1).feeds; // stream 1
    expect([...other['h.forward']!.data]).toEqual([0, 0]);
  });

  it('drops the same features of a stream, however many replicas share the streams', () => {
    const setup = setupOf({ dropout: 0.5 });
    const alone = feedsOf(new LanguageModelTask(setup, { index: 0, count: 1 }), 0).feeds;
    const second = feedsOf(new LanguageModelTask(setup, { index: 1, count: 2 }), 0).feeds; // stream 1 of 3
    for (const direction of ['forward', 'backward']) {
      const E = architecture.embeddingSize;
      const whole = [...alone[`embedding_mask.${direction}`]!.data];
      expect([...second[`embedding_mask.${direction}`]!.data]).toEqual(whole.slice(E, 2 * E));
      const output = [...alone[`output_mask.${direction}`]!.data];
      expect([...second[`output_mask.${direction}`]!.data]).toEqual(output.filter((_, i) => i % 3 === 1));
    }
  });

  it('drops features anew in each step', () => {
    const setup = setupOf({ dropout: 0.5 });
    const masks = (step: number) =>
      ['embedding_mask.forward', 'output_mask.forward', 'output_mask.backward'].map((name) => {
        const { feeds } = feedsOf(new LanguageModelTask(setup, { index: 0, count: 2 }), 0, step);
        return [...feeds[name]!.data].join();
      });
    expect(masks(1)).toEqual(masks(1));
    expect(masks(1)).not.toEqual(masks(2));
    expect(new Set([...masks(1), ...masks(2)].join().split(','))).toEqual(new Set(['0', '2']));
  });
});

describe('measuring held-out streams', () => {
  it('takes all words as candidates and carries its own states', () => {
    const task = new LanguageModelTask(setupOf(), { index: 0, count: 1 });
    const distinct = new DistinctTokens(V);
    task.collectForEvaluation([0], distinct);
    expect(distinct.ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: V }, (_, id) => id));
    const results: Record<string, Tensor> = { loss: float32([1.5], []) };
    for (const part of ['h.forward', 'c.forward', 'h.backward', 'c.backward'])
      results[`last_${part}`] = float32([1, 2, 3, 4], [H, 2]);
    expect([...task.evaluationFeeds([0], distinct)['h.forward']!.data]).toEqual([0, 0, 0, 0]);
    expect([...task.measured(results)]).toEqual([1.5]);
    expect([...task.evaluationFeeds([1], distinct)['c.backward']!.data]).toEqual([1, 2, 3, 4]);
    expect([...task.evaluationFeeds([0], distinct)['h.forward']!.data]).toEqual([0, 0, 0, 0]);
  });
});

describe('streams of text', () => {
  const texts = encoded(
    [
      [2, 4, 5],
      [2, 6],
      [2, 7, 8, 9, 10],
    ],
    [0, 0, 0],
  );

  it('hold the texts whole, one behind another, cut where the room ends', () => {
    const laidOut = (streams: number): string[] => {
      const room = emptyStreams(texts.ids.length, { streams, window: 2 });
      fillStreams(room, texts, new Random(2));
      expect(room.tokens.length).toBe(streams * room.length);
      return [...room.tokens]
        .join(' ')
        .split(/ ?\b2 /)
        .slice(1);
    };
    const whole = laidOut(1); // 1 x 10
    expect(whole.toSorted()).toEqual(['4 5', '6', '7 8 9 10']);
    const cut = laidOut(3); // 3 x 3
    expect(cut.slice(0, -1)).toEqual(whole.slice(0, -1));
    expect(whole.at(-1)!.startsWith(cut.at(-1)!)).toBe(true);
  });

  it('come in another order with another seed', () => {
    const fill = (seed: number) => {
      const streams = emptyStreams(texts.ids.length, { streams: 1, window: 2 });
      fillStreams(streams, texts, new Random(seed));
      return [...streams.tokens].join();
    };
    expect(fill(1)).toBe(fill(1));
    expect(new Set([1, 2, 3, 4, 5, 6].map(fill)).size).toBeGreaterThan(1);
  });

  it('are refused when they are shorter than a window', () => {
    expect(() => emptyStreams(20, { streams: 4, window: 5 })).toThrow(
      'The text has 20 tokens, too few for 4 streams with windows of 5',
    );
  });
});
