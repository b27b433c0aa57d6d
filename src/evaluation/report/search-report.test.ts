import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../interval.js';
import { betterRun, type SearchRun } from '../search-run.js';
import { renderSearchReport, type SearchReport } from './search-report.js';

function run(
  trial: number,
  epochs: number,
  right: number | null,
  settings: object = {},
  calibratedLoss = 0.3,
): SearchRun {
  return {
    trial,
    epochs,
    settings: {
      learningRate: 0.001 * trial,
      pooling: ['mean', '<b>'],
      bidirectional: trial % 2 === 0,
      ...settings,
    },
    result:
      right === null
        ? null
        : {
            accuracy: right / 100,
            interval: wilsonInterval(right, 100)!,
            logLoss: 0.4,
            calibratedLoss,
            bestEpoch: 1,
          },
    failure: right === null ? 'the loss was not finite' : null,
    seconds: 3.4,
  };
}

function report(runs: readonly SearchRun[]): SearchReport {
  return {
    title: 'Search on <mine>',
    lead: 'A few runs.',
    settings: [
      { name: 'learningRate', scale: 'log' },
      { name: 'pooling', scale: 'choice' },
      { name: 'bidirectional', scale: 'choice' },
    ],
    runs,
    developmentCount: 100,
    bestCommand: runs.length === 0 ? null : 'reelsense train --out "x"',
    command: 'reelsense search',
    space: { learningRate: '0.001 to 0.1' },
    data: { name: '<mine>' },
    configuration: { seed: 1 },
    notes: ['Never on test.'],
  };
}

describe('the order of runs', () => {
  it('has longer ones first, then the one with less calibrated loss, then the more accurate; failed ones last', () => {
    const runs = [
      ...[run(1, 1, 90, {}, 0.1), run(2, 3, 83, {}, 0.31), run(3, 3, 81), run(4, 9, null)],
      ...[run(5, 3, 81), run(6, 3, 82)],
    ];
    expect(runs.sort(betterRun).map(({ trial }) => trial)).toEqual([6, 3, 5, 2, 1, 4]);
  });
});

describe('the report of a search', () => {
  it('shows the best run, each setting, every run, and how to train the best', () => {
    const page = renderSearchReport(report([run(1, 1, 70), run(2, 1, 75), run(2, 3, 88), run(3, 1, null)]));
    expect(page).toMatch(/class="value">88\.00 %/);
    expect(page.match(/<figure/g)).toHaveLength(3);
    expect(page.match(/<circle class="point series-\d" [^>]*r="7"/g)).toHaveLength(3);
    expect(page).toContain('Trial 2, 3 epochs: 0.002, 88.00 %');
    expect(page).toContain('the loss was not finite');
    expect(page).toContain('trial 1 did not come to 3 epochs');
    expect(page).toContain('<span>train</span>');
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object|<b>|<mine>|<script/);
  });

  it('has numbers to choose from in their order, also those with their thousands apart', () => {
    const runs = [20_000, 5000, 100_000].map((vocabularySize, i) =>
      run(i + 1, 1, 70 + i, { vocabularySize }),
    );
    const settings = [{ name: 'vocabularySize', scale: 'choice' } as const];
    const page = renderSearchReport({ ...report(runs), settings });
    const ticks = ['>5000<', '>20,000<', '>100,000<'].map((text) => page.indexOf(text));
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    expect(ticks[0]).toBeGreaterThan(0);
  });

  it('has a place for zero on a log scale, from which a setting may begin: alone, and beside others', () => {
    const settings = [{ name: 'weightDecay', scale: 'log' } as const];
    const placesOf = (values: readonly number[]): number[] => {
      const runs = values.map((weightDecay, i) => run(i + 1, 1, 70 + i, { weightDecay }));
      const page = renderSearchReport({ ...report(runs), settings });
      expect(page).not.toMatch(/NaN|Infinity/);
      expect(page).toContain('>0</text>');
      const found = [...page.matchAll(/cx="([\d.]+)"[^>]*><title>Trial (\d+),/g)];
      return found.sort((a, b) => Number(a[2]) - Number(b[2])).map(([, x]) => Number(x));
    };
    expect(placesOf([0])).toHaveLength(1);
    const [zero, small, large] = placesOf([0, 1e-5, 1e-2]);
    expect(zero).toBeLessThan(small!);
    expect(small).toBeLessThan(large!);
  });

  it('stands with one run, with equal runs, with failed runs alone and with none', () => {
    const pages = [
      [run(1, 1, 70)],
      [run(1, 1, 70), run(1, 3, 70)],
      [run(1, 1, 100), run(2, 1, 0)],
      [run(1, 1, null)],
      [],
    ].map((runs) => renderSearchReport(report(runs)));
    for (const page of pages) expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(pages.at(-1)).not.toContain('<figure');
  });
});
