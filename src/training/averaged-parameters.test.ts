import { expect, it } from 'vitest';
import { embeddingName } from '../models/index.js';
import { Vocabulary } from '../text/index.js';
import { averagedParameters } from './averaged-parameters.js';

it('takes the mean of all weights, and of the embeddings of a word those of who knows it', () => {
  const common = new Vocabulary(['film', 'zeppelin']);
  const member = (words: string[], table: number[], bias: number) => ({
    values: new Map([
      [embeddingName, Float32Array.from(table)],
      ['linear.bias', Float32Array.of(bias, 2)],
    ]),
    vocabulary: new Vocabulary(words),
  });
  const special = (value: number): number[] => Array(4).fill(value); // four special tokens of one feature
  const first = member(['film', 'zeppelin'], [...special(1), 4, 8], 1);
  const second = member(['film'], [...special(3), 6, 3], 2); // its row for the other is that of unknown words
  const values = averagedParameters([first, second], common);
  expect([...values.get(embeddingName)!]).toEqual([2, 2, 2, 2, 5, 8]);
  expect([...values.get('linear.bias')!]).toEqual([1.5, 2]);
});
