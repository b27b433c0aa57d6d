import { describe, expect, it } from 'vitest';
import type { Prediction } from '../prediction/index.js';
import { commandText } from './command-text.js';
import { bar, clock, megabytes, visible } from './figures.js';
import { predictionLine } from './prediction-line.js';
import { stepLine } from './training-printer.js';

const prediction: Prediction = {
  label: 'positive',
  probability: 0.912,
  scores: { negative: 0.088, positive: 0.912 },
  tokens: { total: 3000, used: 2047, unknown: 3 },
  truncated: true,
};
const labels = ['negative', 'positive'];

describe('a prediction in the terminal', () => {
  it('is one line: label, probability, bar, the beginning of the text, what was left out', () => {
    const text = `First line.\nSecond \x1b[31mline ${'and so on '.repeat(20)}`;
    const line = predictionLine({ text, prediction }, { json: false, colours: false, labels });
    expect(line).toMatch(/^positive {2}91\.2 % █████████▏ First line\. Second \ufffd\[31mline and so on/);
    expect(line).toMatch(/… \[read 2,047 of 3,000 tokens\]$/);
    expect(line).not.toContain('\n');
  });

  it('is coloured when asked to, and plain in JSON', () => {
    const style = { colours: true, labels };
    expect(predictionLine({ text: 'x', prediction }, { ...style, json: false })).toContain('\x1b[32m');
    expect(JSON.parse(predictionLine({ text: 'x', prediction }, { ...style, json: true }))).toEqual(
      prediction,
    );
  });
});

describe('figures', () => {
  it('are short and the same everywhere', () => {
    expect([clock(5), clock(65), clock(3665), clock(Number.NaN)]).toEqual([
      '0:05',
      '1:05',
      '1:01:05',
      '-:--',
    ]);
    expect([bar(0, 4), bar(0.5, 4), bar(1, 4), bar(0.03, 4)]).toEqual(['    ', '██  ', '████', '▏   ']);
    expect([40, 44_400, 100_000, 4_250_000, 84_125_825].map(megabytes)).toEqual([
      '1 kB',
      '44 kB',
      '0.1 MB',
      '4.3 MB',
      '84 MB',
    ]);
    expect(visible('a\u202eb\u0007')).toBe('a\ufffdb\ufffd');
  });

  it('of a step fit on a line', () => {
    const line = stepLine({
      kind: 'step',
      epoch: 2,
      epochs: 8,
      step: 300,
      stepsInEpoch: 703,
      loss: 0.31415,
      developmentAccuracy: 0.8842,
      tokensPerSecond: 45_123,
      secondsLeft: 754,
    });
    expect(line).toMatch(
      /^epoch 2\/8 .* 300\/703 · loss 0\.3141 · development 88\.42 % · 45,123 tokens\/s · 12:34 left$/,
    );
  });
});

describe('the command that is kept with a model', () => {
  it('can be pasted into a shell, and leaves out what does not change the result', () => {
    const words = ['train', '--data', "it's mine.csv", '--out', 'runs/a', '--resume', '--quiet'];
    expect(commandText(words)).toBe("reelsense train --data 'it'\\''s mine.csv' --out runs/a");
  });
});
