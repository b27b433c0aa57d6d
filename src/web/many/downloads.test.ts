import { describe, expect, it } from 'vitest';
import { downloadOf } from './downloads.js';
import { resultsOf } from './results.test-support.js';

const results = resultsOf([
  ['=HYPERLINK("x"), fine', 0.75, 4],
  ['', 'failed'],
  ['Fog', 0.25, 1],
]);

describe('the downloads', () => {
  it('hold every row in order as CSV, with no cell that a spreadsheet would run', async () => {
    const lines = (await (await downloadOf(results, 'csv', 'all')).text()).split('\r\n');
    expect(lines).toEqual([
      'row,label,probability,score negative,score positive,tokens,truncated,error,text',
      `1,positive,0.75,0.25,0.75,4,false,,"'=HYPERLINK(""x""), fine"`,
      '2,,,,,,,The text is empty.,',
      '3,negative,0.75,0.75,0.25,1,false,,Fog',
      '',
    ]);
  });

  it('hold every row as JSON Lines', async () => {
    const lines = (await (await downloadOf(results, 'jsonl', 'all')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        row: 1,
        label: 'positive',
        scores: { negative: 0.25, positive: 0.75 },
        text: '=HYPERLINK("x"), fine',
      },
      { row: 2, error: { code: 'empty-text' } },
      { row: 3, label: 'negative', probability: 0.75, tokens: 1, truncated: false },
    ]);
  });

  it('hold the failed rows alone', async () => {
    const lines = (await (await downloadOf(results, 'csv', 'failed')).text()).trimEnd().split('\r\n');
    expect(lines.slice(1)).toEqual(['2,,,,,,,The text is empty.,']);
  });
});
