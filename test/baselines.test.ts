/** The tables of the README say what models/baselines.json, which the page "Model" shows, and the records of the models say. */
import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadModel } from '../src/index.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Baseline {
  readonly name: string;
  readonly accuracy: number;
  readonly outsideData: string;
  readonly source: string;
  readonly note?: string;
}

/** Name, accuracy in percent (the middle of a range), outside data and source of each row; a row may name several, parted by slashes. */
function rowsOfReadme(): string[] {
  const table = read('README.md').split('| model | accuracy |')[1]!.split('\n\n')[0]!;
  const rows = table.split('\n').slice(2);
  return rows
    .filter((row) => !row.includes('**Reelsense'))
    .flatMap((row) => {
      const [name = '', accuracy = '', , outside = '', source = ''] = row
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      const [, names = name, suffix = ''] = / \/ /.test(name)
        ? (/^(.*?)( \([^)]*\d{4}\))?$/.exec(name) ?? [])
        : [];
      const figures = accuracy.split(' / ').map((figure) => {
        const [from = 0, to = from] = figure.split(' to ').map(Number.parseFloat);
        return Number(((from + to) / 2).toFixed(2));
      });
      return names
        .split(' / ')
        .map((one, index) => [one.replaceAll('`', '') + suffix, figures[index], outside, source].join(' | '));
    });
}

interface Recorded {
  readonly data: { readonly split: Readonly<Record<string, number>> };
  readonly development: { readonly accuracy: number; readonly count: number };
  readonly evaluations: readonly {
    readonly part: string;
    readonly figures: {
      readonly accuracy: number;
      readonly accuracyInterval: readonly [number, number];
      readonly rocAuc: number;
      readonly logLoss: number;
      readonly ece: number;
    };
  }[];
}

const bundled = ['imdb-lstm', 'imdb-tiny'] as const;

/** Cells of the row of the table about the bundled models that begins so: one for each of them. */
function bundledRow(name: string): string[] {
  const row = read('README.md').split(`\n| ${name} |`)[1]!.split('\n')[0]!;
  return row.split('|').map((cell) => cell.trim());
}

it.each(bundled)('shows what the record of %s says', (name) => {
  const { data, development, evaluations }: Recorded = JSON.parse(read(`models/${name}/metrics.json`));
  const { figures } = evaluations.find(({ part }) => part === 'test')!;
  const percent = (value: number): string => (100 * value).toFixed(2);
  const row = read('README.md')
    .split('\n')
    .find((line) => line.startsWith(`| **Reelsense \`${name}\``))!;
  const [low, high] = figures.accuracyInterval.map(percent);
  expect(row).toContain(`**${percent(figures.accuracy)} %** (${low} to ${high})`);
  const folder = new URL(`../models/${name}/`, import.meta.url);
  const files = ['onnx/model.onnx', 'tokenizer.json', 'tokenizer_config.json', 'config.json'];
  const megabytes = files.reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0) / 1e6;
  const said = Number(/([\d.]+) MB/.exec(row)![1]);
  expect(Math.abs(said - megabytes)).toBeLessThan(said < 1 ? 0.01 : 0.1);

  const place = bundled.indexOf(name);
  const { train = 0, unlabelled = 0 } = data.split;
  const reviews = bundledRow('data')
    [place]!.match(/\d[\d,]*\d/g)!
    .map((count) => Number(count.replaceAll(',', '')));
  expect(reviews).toEqual([train, development.count, unlabelled]);
  expect(bundledRow('development accuracy')[place]).toBe(
    `${percent(development.accuracy)} % of ${development.count.toLocaleString('en')}`,
  );
  expect(bundledRow('ROC AUC, log loss, calibration error on test')[place]).toBe(
    `${figures.rocAuc.toFixed(3)}, ${figures.logLoss.toFixed(3)}, ${percent(figures.ece)} %`,
  );
});

it('answers as the example of the README says', async () => {
  const [, text] = /\{"texts": \["([^"]+)"\]\}/.exec(read('README.md'))!;
  const example = JSON.parse(/```json\n(\{[^`]+?"predictions"[^`]+)```/.exec(read('README.md'))![1]!);
  const model = await loadModel();
  const prediction = await model.predict(text!);
  await model.release();
  expect(example.model).toEqual({ name: model.model.name, sha256: model.model.sha256 });
  const { probability, scores: _, ...facts } = example.predictions[0];
  expect(prediction).toMatchObject(facts);
  expect(prediction.probability).toBeCloseTo(probability, 2); // another processor may round a state to the next step
});

it('lists the baselines of the README, with their figures and where they come from', () => {
  const { baselines } = JSON.parse(read('models/baselines.json')) as {
    readonly baselines: readonly Baseline[];
  };
  const listed = baselines.map(({ name, accuracy, outsideData, source }) =>
    [name, Number((accuracy * 100).toFixed(2)), outsideData, source].join(' | '),
  );
  expect(listed.length).toBeGreaterThan(8);
  expect(listed).toEqual(rowsOfReadme());
});
