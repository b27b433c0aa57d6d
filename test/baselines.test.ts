/** The table of the README and models/baselines.json, which the page "Model" shows, say the same. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Baseline {
  readonly name: string;
  readonly accuracy: number;
  readonly outsideData: string;
  readonly source: string;
  readonly note?: string;
}

/** Name, first accuracy in percent, outside data and source of each row; a row may name several, parted by slashes. */
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
      const figures = accuracy.split(' / ').map(Number.parseFloat);
      return names
        .split(' / ')
        .map((one, index) => [one.replaceAll('`', '') + suffix, figures[index], outside, source].join(' | '));
    });
}

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
