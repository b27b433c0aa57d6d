import { describe, expect, it } from 'vitest';
import { Random } from '../../random/index.js';
import { Vocabulary } from '../../text/index.js';
import { scoresOfLogits } from '../calibration-fit.js';
import { evaluate } from '../evaluate.js';
import type { EpochRecord } from '../history.js';
import { type Report, renderReport } from './report.js';

const base: Report = {
  title: 'A report',
  model: { name: 'small', hiddenSize: 128, pooling: ['mean', 'max'] },
  data: { train: 12000, perLabel: { negative: 6000 } },
  configuration: { randomSeed: 20240, earlyStopping: true },
  command: 'reelsense train --out model',
  notes: ['Read once.'],
};

/** An evaluation of examples drawn at random, with `labelCount` labels. */
function drawn(labelCount: number, count = 200) {
  const random = new Random(2);
  const labels = Array.from({ length: labelCount }, (_, i) => `label ${i}`);
  const truth = Array.from({ length: count }, () => random.integer(labelCount));
  const scores = truth.map((label) =>
    scoresOfLogits(labels.map((_, c) => 2 * random.normal() + (c === label ? 2 : 0))),
  );
  const words = ['good', 'bad', 'film', 'not', 'but', '<b>', 'zany'];
  const texts = truth.map(() => Array.from({ length: 8 }, () => words[random.integer(7)]!).join(' '));
  return evaluate({
    labels,
    truth,
    scores,
    lengths: truth.map(() => 1 + random.integer(500)),
    reviews: { texts, vocabulary: new Vocabulary(['good', 'bad', 'film', 'not', 'but']) },
  });
}

function epoch(number: number, developmentAccuracy: number, trainingLoss = 0.4): EpochRecord {
  return {
    epoch: number,
    trainingLoss,
    developmentLoss: 0.35,
    developmentAccuracy,
    learningRate: 0.001,
    seconds: 60,
    tokensPerSecond: 30_000,
  };
}

/** The element names that were opened and not closed again, or closed without being open. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const empty = new Set(['meta', 'wbr']);
  const found = page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g);
  for (const [, closing, name, selfClosing] of found) {
    if (empty.has(name!) || selfClosing === '/') continue;
    if (closing === '') open.push(name!);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

describe('renderReport', () => {
  it.each([
    ['two labels', drawn(2)],
    ['eight labels', drawn(8)],
    ['one example', evaluate({ labels: ['a', 'b'], truth: [1], scores: [[0, 1]], lengths: [0] })],
    ['one wrong example', evaluate({ labels: ['a', 'b'], truth: [1], scores: [[1, 0]] })],
  ])('is one well-formed file without script, links or undefined figures for %s', (_, evaluation) => {
    const page = renderReport({ ...base, evaluation, history: { epochs: [epoch(1, 0.8), epoch(2, 0.9)] } });
    expect(page.startsWith('<!doctype html>')).toBe(true);
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|@import|\son[a-z]+=/);
  });

  it('has a plot for each kind of figure, each named and described', () => {
    const page = renderReport({ ...base, evaluation: drawn(2), history: { epochs: [epoch(1, 0.8)] } });
    const slices = ['negation', 'contrast', 'unknown', 'rare'].map((name) => `slice-${name}`);
    for (const id of ['roc', 'reliability', 'histogram', 'length', 'loss', 'training-accuracy', ...slices]) {
      expect(page).toContain(`<title id="${id}-title">`);
      expect(page).toContain(`<desc id="${id}-description">`);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const tables = page.match(/<table/g)!.length;
    expect(page.match(/<caption/g)).toHaveLength(tables);
  });

  it('leaves out what it has no data for', () => {
    const page = renderReport({ ...base, configuration: undefined, command: '', notes: [] });
    for (const heading of ['Result', 'Training', 'Configuration', 'Command', 'Notes', 'Most confident']) {
      expect(page).not.toContain(`<h2>${heading}`);
    }
    expect(page).toContain('<h2>Model</h2>');
    expect(renderReport({ ...base, history: { epochs: [] } })).not.toContain('<h2>Training</h2>');
  });

  it('escapes every text that comes from outside', () => {
    const evil = `"><script>alert('x')</script>&`;
    const page = renderReport({
      title: evil,
      model: { [evil]: evil },
      data: { list: [evil] },
      command: evil,
      notes: [evil],
      evaluation: evaluate({
        labels: ['a', evil],
        truth: [0, 1, 1],
        scores: [
          [0, 1],
          [0, 1],
          [1, 0],
        ],
        ids: [evil, 'b', 'c'],
        lengths: [1, 2, 3],
      }),
      texts: new Map([['c', evil]]),
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('">&quot;&gt;<');
    expect(unbalanced(page)).toEqual([]);
    expect(page).toContain('<title>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</title>');
  });

  it('shows the text of a mistake only when it is given', () => {
    const evaluation = evaluate({ labels: ['a', 'b'], truth: [1], scores: [[1, 0]], ids: ['x/1'] });
    expect(renderReport({ ...base, evaluation })).toContain('x/<wbr>1');
    expect(renderReport({ ...base, evaluation })).not.toContain('class="quote"');
    const texts = new Map([['x/1', 'A dull film.']]);
    expect(renderReport({ ...base, evaluation, texts })).toContain('<td colspan="4">A dull film.</td>');
  });

  it('marks the first epoch with the lowest calibrated development loss, or the one that was kept', () => {
    const losses = [0.31, 0.3, 0.3];
    const epochs = losses.map((developmentCalibratedLoss, i) => ({
      ...epoch(i + 1, 0.9 - i / 100),
      developmentCalibratedLoss,
    }));
    expect(renderReport({ ...base, history: { epochs } })).toContain('epoch 2, whose weights were kept');
    expect(renderReport({ ...base, history: { epochs, bestEpoch: 3 } })).toContain('epoch 3, whose');
    expect(renderReport({ ...base, history: { epochs } })).toContain(
      'Epoch 1, development, calibrated: 0.3100',
    );
    const right = [0.2, 0.1, 0.15].map((developmentLoss, i) => ({
      ...epoch(i + 1, 1),
      ...{ developmentLoss, developmentCalibratedLoss: 0 },
    }));
    expect(renderReport({ ...base, history: { epochs: right } })).toContain(
      'epoch 2, whose weights were kept',
    );
    expect(renderReport({ ...base, history: { epochs: [epoch(1, 0.8)] } })).not.toContain('calibrated:');
  });

  it('draws the epochs that are finite when a loss is not', () => {
    const epochs = [epoch(1, 0.8), epoch(2, 0.7, Number.NaN)];
    const page = renderReport({ ...base, history: { epochs } });
    expect(page).not.toMatch(/NaN/);
    expect(page).toContain('Epoch 1, training: 0.4000');
  });

  it('writes names as words and values as a reader expects them', () => {
    const page = renderReport(base);
    expect(page).toMatch(/>Hidden size<\/th><td>128</);
    expect(page).toMatch(/>Pooling<\/th><td>mean, max</);
    expect(page).toMatch(/>Per label: negative<\/th><td>6,000</);
    expect(page).toMatch(/>Random seed<\/th><td>20240</);
    expect(page).toMatch(/>Early stopping<\/th><td>yes</);
  });

  it('gives the same file for the same input', () => {
    expect(renderReport({ ...base, evaluation: drawn(3) })).toBe(
      renderReport({ ...base, evaluation: drawn(3) }),
    );
  });
});
