import { describe, expect, it } from 'vitest';
import { resolveConfiguration, type TrainingConfiguration } from '../configuration.js';
import { defaultSpace, drawTrials, parseSpace } from './space.js';

const base = resolveConfiguration();

describe('a search space', () => {
  it('is read from JSON: lists of values and ranges', () => {
    const space = parseSpace({
      learningRate: { minimum: 1e-4, maximum: 1e-2, scale: 'log' },
      batchSize: { minimum: 8, maximum: 64 },
      pooling: [['max'], ['mean', 'max']],
      bidirectional: [true, false],
    });
    expect(space).toEqual({
      learningRate: { minimum: 1e-4, maximum: 1e-2, scale: 'log' },
      batchSize: { minimum: 8, maximum: 64, scale: 'linear' },
      pooling: { choices: [['max'], ['mean', 'max']] },
      bidirectional: { choices: [true, false] },
    });
  });

  it.each([
    [[], 'no JSON object'],
    [{}, 'has no setting'],
    [{ hidenSize: [1] }, '"hidenSize", which is no setting; there are seed, vocabularySize'],
    [{ splitSeed: [1, 2] }, 'cannot try splitSeed: it decides the development part'],
    [{ epochs: [1, 2] }, 'cannot try epochs: because'],
    [{ layers: [] }, 'layers no value'],
    [{ layers: [1, 9] }, /the search space layers is 9, but must be a whole number from 1 to 8\.$/],
    [{ layers: 2 }, 'layers 2; give a list of values, or'],
    [{ layers: null }, 'layers null; give'],
    [{ layers: { minimum: 1, maximum: 2, step: 1 } }, 'give a list of values, or'],
    [{ decay: { minimum: 1, maximum: 2 } }, 'decay a range, but it is no number'],
    [{ decay: ['linear', 'sudden'] }, 'decay is "sudden", but must be one of linear, cosine, none'],
    [{ learningRate: { minimum: 1e-3, maximum: 1e-3 } }, 'the minimum must be below the maximum'],
    [{ weightDecay: { minimum: 0, maximum: 1, scale: 'log' } }, 'must be above 0'],
    [{ weightDecay: { minimum: 0, maximum: 1, scale: 'wild' } }, 'scale "wild"; give "linear" or "log"'],
  ])('is refused as %j', (value, message) => {
    expect(() => parseSpace(value, new Map([['epochs', 'because']]))).toThrow(message);
  });

  it('stands around the settings by default, without those that are taken', () => {
    const space = defaultSpace(base, new Set(['pooling']));
    expect(space.hiddenSize).toEqual({ choices: [64, 128, 256] });
    expect(space.learningRate).toEqual({ minimum: 2.5e-4, maximum: 4e-3, scale: 'log' });
    expect(space).not.toHaveProperty('pooling');
    expect(parseSpace(JSON.parse('{"layers": [1, 2]}'))).toEqual({ layers: { choices: [1, 2] } });
    const tiny = defaultSpace(resolveConfiguration({ batchSize: 1 }), new Set());
    expect(tiny.batchSize).toEqual({ choices: [1, 2] });
  });

  it('keeps by default to what a setting may be', () => {
    const extreme = { hiddenSize: 8192, batchSize: 40_000, learningRate: 1e-9 };
    const space = defaultSpace(resolveConfiguration(extreme), new Set());
    expect(space.hiddenSize).toEqual({ choices: [4096, 8192] });
    expect(space.batchSize).toEqual({ choices: [20_000, 40_000, 65_536] });
    expect(space.learningRate).toEqual({ minimum: 1e-9, maximum: 4e-9, scale: 'log' });
  });
});

describe('drawing trials', () => {
  const space = parseSpace({
    learningRate: { minimum: 1e-4, maximum: 1e-2, scale: 'log' },
    outputDropout: { minimum: 0.1, maximum: 0.4 },
    batchSize: { minimum: 8, maximum: 11 },
    hiddenSize: { minimum: 10, maximum: 1000, scale: 'log' },
    pooling: [['max'], ['mean', 'max']],
  });
  const trials = drawTrials(space, base, 400, 3);
  const values = <Key extends keyof TrainingConfiguration>(key: Key): TrainingConfiguration[Key][] =>
    trials.slice(1).map((trial) => trial[key]!);

  it('begins with the settings as they are', () => {
    expect(trials[0]).toEqual({
      learningRate: 1e-3,
      outputDropout: 0.5,
      batchSize: 32,
      hiddenSize: 128,
      pooling: ['mean', 'max'],
    });
  });

  it('stays inside the ranges, reaches both halves of each, and gives values that the settings allow', () => {
    for (const trial of trials) expect(() => resolveConfiguration(trial)).not.toThrow();
    const rates = values('learningRate');
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
    const low = rates.filter((rate) => rate < 1e-3).length / rates.length;
    expect(low).toBeGreaterThan(0.4);
    expect(low).toBeLessThan(0.6);
    expect([...new Set(values('batchSize'))].sort()).toEqual([10, 11, 8, 9]);
    expect(values('hiddenSize').every(Number.isInteger)).toBe(true);
    expect(new Set(values('pooling').map(String))).toEqual(new Set(['max', 'mean,max']));
  });

  it('gives the same trials for the same seed, whatever their number, and others for another', () => {
    expect(drawTrials(space, base, 7, 3)).toEqual(trials.slice(0, 7));
    expect(drawTrials(space, base, 7, 4)).not.toEqual(trials.slice(0, 7));
  });

  it('draws no set twice, and ends when there are no more', () => {
    const few = drawTrials(parseSpace({ layers: [1, 2], bidirectional: [true, false] }), base, 50, 1);
    expect(new Set(few.map((trial) => JSON.stringify(trial))).size).toBe(few.length);
    expect(few).toHaveLength(4);
    const ten = Array.from({ length: 10 }, (_, i) => i + 1);
    const sizes = parseSpace({ batchSize: ten, hiddenSize: ten, embeddingSize: ten });
    const first = resolveConfiguration({ batchSize: 1, hiddenSize: 1, embeddingSize: 1 });
    expect(drawTrials(sizes, first, 2000, 1)).toHaveLength(1000);
  });
});
