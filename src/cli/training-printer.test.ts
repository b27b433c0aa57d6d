import { describe, expect, it } from 'vitest';
import type { Dataset, Example, SplitCounts } from '../datasets/index.js';
import { Console } from './console.js';
import { fakeStreams } from './fake-streams.test-support.js';
import { textPrinter } from './training-printer.js';

const labels = ['bad', 'good', 'goood'];

function part(name: string, ...numbers: number[]): Example[] {
  return numbers.map((label, i) => ({ id: `${name}-${i}`, text: `${name} ${i}`, label }));
}

async function printed(parts: Partial<Dataset>): Promise<{ stdout: string; stderr: string }> {
  const { streams, written } = fakeStreams();
  const dataset: Dataset = {
    ...{ name: 'mine', path: 'mine.csv', format: 'csv', sha256: '', labels },
    ...{ train: [], test: [], unlabelled: [], skipped: [], ...parts },
  };
  await textPrinter(new Console(streams), 1).split(dataset, { perLabel: {} } as SplitCounts);
  return written;
}

describe('the parts of the data', () => {
  it('are printed with a note on labels that one of them alone has', async () => {
    const { stdout, stderr } = await printed({ train: part('train', 0, 1), test: part('test', 0, 1, 2) });
    expect(stdout).toMatch(/^ {2}parts: train/m);
    expect(stderr).toBe(
      'Note: labels that one part alone has: in the test part goood. If that is a typing error, mend it and train again.\n',
    );
    expect((await printed({ train: part('train', 0, 1, 2), test: part('test', 0) })).stderr).toContain(
      'in the training part good, goood.',
    );
    const three = { train: part('train', 0, 1), development: part('development', 2), test: part('test', 0) };
    expect((await printed(three)).stderr).toContain(
      'in the training part good; in the development part goood.',
    );
  });

  it('are printed without one where there is one part, or each label is in two', async () => {
    expect((await printed({ train: part('train', 0, 1, 2) })).stderr).toBe('');
    const both = { train: part('train', 0, 1, 2), test: part('test', 2, 1, 0) };
    expect((await printed(both)).stderr).toBe('');
  });
});
