import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { expectedCalibrationError, reliabilityBins } from './calibration.js';
import {
  calibratedLogits,
  calibratedLogLoss,
  fitCalibration,
  fitTemperature,
  scoresOfLogits,
} from './calibration-fit.js';
import { logLoss } from './probability-scores.js';
import { fitThreshold } from './threshold.js';

describe('reliability bins', () => {
  it('hold their upper border, and the first one also 0', () => {
    const bins = reliabilityBins([0, 0.25, 0.26, 0.5, 1], [true, false, true, true, true], 4);
    expect(bins.map(({ count }) => count)).toEqual([2, 2, 0, 1]);
    expect(bins[1]).toMatchObject({ from: 0.25, to: 0.5, confidence: 0.38, accuracy: 1 });
    expect(bins[2]).toMatchObject({ confidence: null, accuracy: null, interval: null });
  });

  it('give the calibration error worked by hand', () => {
    // two at 0.9 of which one is right, two at 0.6 both right: (2 * 0.4 + 2 * 0.4) / 4
    const bins = reliabilityBins([0.9, 0.9, 0.6, 0.6], [true, false, true, true]);
    expect(bins).toHaveLength(15);
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.4, 12);
  });
});

describe('fitTemperature', () => {
  it('finds the temperature in closed form for two logits of one size', () => {
    // logits +-2, right in 3 of 4: sigmoid(2 / T) = 3/4, so T = 2 / log(3)
    const logits = [0, 1, 2, 3].map(() => [0, 2]);
    expect(fitTemperature(logits, [1, 1, 1, 0])).toBeCloseTo(2 / Math.log(3), 5);
  });

  it('finds the temperature that labels were drawn with, for three labels', () => {
    const random = new Random(11);
    const logits = Array.from({ length: 4000 }, () => [3 * random.normal(), 3 * random.normal(), 0]);
    const truth = logits.map((row) => {
      const [a, b] = scoresOfLogits(row, 2.5) as [number, number, number];
      const draw = random.uniform();
      return draw < a ? 0 : draw < a + b ? 1 : 2;
    });
    const temperature = fitTemperature(logits, truth);
    expect(temperature).toBeGreaterThan(2.3);
    expect(temperature).toBeLessThan(2.7);
    const lossAt = (t: number): number =>
      logLoss(
        logits.map((row) => scoresOfLogits(row, t)),
        truth,
      );
    expect(lossAt(temperature)).toBeLessThan(lossAt(temperature * 1.01));
    expect(lossAt(temperature)).toBeLessThan(lossAt(temperature / 1.01));
  });

  it('is 1 when the examples cannot tell: all right, all logits equal, none', () => {
    expect(fitTemperature([[0, 3]], [1])).toBe(1);
    expect(fitTemperature([[0, 1000]], [1])).toBe(1);
    expect(fitTemperature([[0, 0]], [1])).toBe(1);
    expect(fitTemperature([], [])).toBe(1);
  });

  it('is the end of its range where the valley lies beyond: logits that say nothing, and that are tiny', () => {
    const random = new Random(3);
    const noise = Array.from({ length: 200 }, () => [3 * random.normal(), 3 * random.normal(), 0]);
    const truth = noise.map(() => random.integer(3));
    expect(fitTemperature(noise, truth)).toBeCloseTo(20, 3);
    expect(calibratedLogLoss(noise, truth)).toBeLessThan(Math.log(3) + 0.02);
    const tiny = [0, 1, 2, 3].map(() => [0, 0.01]);
    expect(fitTemperature(tiny, [1, 1, 1, 0])).toBeCloseTo(0.05, 6);
  });

  it('refuses logits that are not finite', () => {
    expect(() => fitTemperature([[0, Number.NaN]], [1])).toThrow(
      expect.objectContaining({ code: 'not-finite' }),
    );
  });

  it('survives logits of any size', () => {
    expect(scoresOfLogits([1e5, 0])).toEqual([1, 0]);
    expect(scoresOfLogits([0, 2], 2)[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
});

describe('fitCalibration', () => {
  /** Labels drawn with sigmoid(margin / 2 + shift). */
  function leaning(count: number, shift: number) {
    const random = new Random(5);
    const logits = Array.from({ length: count }, () => [0, 4 * random.normal()]);
    const truth = logits.map(([, margin]) =>
      Number(random.uniform() < 1 / (1 + Math.exp(-(margin! / 2 + shift)))),
    );
    return { logits, truth };
  }

  it('finds temperature and bias, so that the mean probability is the share of the label', () => {
    const { logits, truth } = leaning(4000, 0.7);
    const calibration = fitCalibration(logits, truth);
    expect(calibration.temperature).toBeGreaterThan(1.8);
    expect(calibration.temperature).toBeLessThan(2.2);
    expect(calibration.bias).toBeGreaterThan(0.5);
    expect(calibration.bias).toBeLessThan(0.9);
    const scores = logits.map((row) => scoresOfLogits(calibratedLogits(row, calibration)));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(scores.map(([, positive]) => positive!))).toBeCloseTo(mean(truth), 9);
    expect(logLoss(scores, truth)).toBeCloseTo(calibratedLogLoss(logits, truth), 9);
    const temperature = fitTemperature(logits, truth);
    const byTemperature = logits.map((row) => scoresOfLogits(row, temperature));
    expect(logLoss(scores, truth)).toBeLessThan(logLoss(byTemperature, truth));
  });

  it('has no bias where it may be chance, where all is told apart, and for three labels', () => {
    const few = leaning(12, 0.7);
    expect(fitCalibration(few.logits, few.truth)).toEqual({
      temperature: fitTemperature(few.logits, few.truth),
      bias: 0,
    });
    const fair = leaning(4000, 0);
    expect(fitCalibration(fair.logits, fair.truth).bias).toBe(0);
    const certain = [
      [0, 3],
      [0, 1],
    ];
    expect(fitCalibration(certain, [1, 0]).bias).toBe(0);
    expect(fitCalibration([[0, 0]], [1])).toEqual({ temperature: 1, bias: 0 });
    expect(fitCalibration([], [])).toEqual({ temperature: 1, bias: 0 });
    const three = leaning(2000, 0.7);
    expect(
      fitCalibration(
        three.logits.map((row) => [...row, -9]),
        three.truth,
      ).bias,
    ).toBe(0);
  });
});

describe('examples that are told apart without a mistake', () => {
  /** Half of them with margins around `low`, and the label 0, half around `high`. */
  function separable(count: number, low: number, high: number) {
    const random = new Random(9);
    const truth = Array.from({ length: count }, (_, i) => i % 2);
    const logits = truth.map((label) => [0, (label === 1 ? high : low) + 0.3 * random.normal()]);
    return { logits, truth };
  }

  it.each([20, 40, 100, 200, 500])('leave %i logits as they are when all are right', (count) => {
    const { logits, truth } = separable(count, -3, 3);
    expect(fitCalibration(logits, truth)).toEqual({ temperature: 1, bias: 0 });
  });

  it('give no bias, and no tiny temperature, when another cut than 0 does it', () => {
    const { logits, truth } = separable(30, -3, -0.1);
    const calibration = fitCalibration(logits, truth);
    expect(calibration.bias).toBe(0);
    expect(calibration.temperature).toBe(fitTemperature(logits, truth));
    expect(calibration.temperature).toBeGreaterThan(0.5);
    // What the model gets counts: half of them are wrong, so an epoch with one mistake is better.
    const oneMistake = separable(30, -3, 3);
    expect(calibratedLogLoss(logits, truth)).toBeGreaterThan(
      calibratedLogLoss(oneMistake.logits, [1, ...oneMistake.truth.slice(1)]),
    );
  });

  it('have no loss at the best scale, so that an epoch that is right throughout beats one with a mistake', () => {
    const { logits, truth } = separable(60, -1, 1);
    expect(calibratedLogLoss(logits, truth)).toBe(0);
    expect(calibratedLogLoss(logits, [0, ...truth.slice(0, -1)])).toBeGreaterThan(0.1);
    const three = logits.map((row) => [...row, -9]);
    expect(calibratedLogLoss(three, truth)).toBe(0);
    expect(fitTemperature(three, truth)).toBe(1);
  });

  it('are as any other where one label has no example', () => {
    expect(
      fitCalibration(
        [
          [0, 2],
          [0, 2],
          [0, -2],
        ],
        [1, 1, 1],
      ),
    ).toEqual({
      temperature: fitTemperature(
        [
          [0, 2],
          [0, 2],
          [0, -2],
        ],
        [1, 1, 1],
      ),
      bias: 0,
    });
    expect(
      calibratedLogLoss(
        [
          [0, 2],
          [0, 2],
          [0, -2],
        ],
        [1, 1, 1],
      ),
    ).toBeGreaterThan(0.5);
  });
});

describe('fitThreshold', () => {
  it('stands half-way between the scores that it separates', () => {
    expect(fitThreshold([0.1, 0.6, 0.8, 0.9], [false, false, true, true])).toBeCloseTo(0.7, 12);
  });

  it('stays at 0.5 where that is as good as any', () => {
    expect(fitThreshold([0.4, 0.6], [false, true])).toBe(0.5);
  });

  it('goes below every score when all are positive', () => {
    expect(fitThreshold([0.2, 0.3], [true, true])).toBeCloseTo(0.1, 12);
  });

  it('is right at least as often as any other threshold', () => {
    const random = new Random(3);
    const scores = Array.from({ length: 80 }, () => random.integer(30) / 29);
    const positive = scores.map((score) => random.uniform() < score ** 2);
    const rightAt = (threshold: number): number =>
      scores.filter((score, i) => score >= threshold === positive[i]).length;
    const best = Math.max(...Array.from({ length: 301 }, (_, i) => rightAt(i / 300)));
    expect(rightAt(fitThreshold(scores, positive))).toBe(best);
  });
});

describe('calibratedLogLoss', () => {
  it('is the entropy of what is right, whatever the scale of the logits', () => {
    // right in 3 of 4: the best that one probability can do
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    for (const size of [0.5, 2, 10]) {
      const logits = [0, 1, 2, 3].map(() => [0, size]);
      expect(calibratedLogLoss(logits, [1, 1, 1, 0])).toBeCloseTo(entropy, 9);
    }
  });

  it('tells apart what is equally accurate, and is 0 where no mistake is left', () => {
    const truth = [1, 1, 0, 0];
    const unsureWhereWrong = [-1, 8, -8, -8];
    const sureWhereWrong = [-8, 8, -8, -8];
    const loss = (logits: number[]): number =>
      calibratedLogLoss(
        logits.map((logit) => [0, logit]),
        truth,
      );
    expect(loss(unsureWhereWrong)).toBeLessThan(loss(sureWhereWrong));
    expect(loss([1, 1, -1, -1])).toBe(0);
    expect(calibratedLogLoss([], [])).toBeNaN();
  });
});
