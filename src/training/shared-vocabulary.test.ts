import { expect, it } from 'vitest';
import { embeddingName } from '../models/index.js';
import { UNKNOWN_ID, Vocabulary } from '../text/index.js';
import { withVocabulary } from './shared-vocabulary.js';

it('gives each word its own embedding, and a word that was unknown that of unknown words', () => {
  const theirs = new Vocabulary(['good', 'bad']);
  const ours = new Vocabulary(['bad', 'film', 'good']);
  const table = Float32Array.from({ length: 2 * theirs.size }, (_, i) => i);
  const weights = Float32Array.of(1, 2, 3);
  const mapped = withVocabulary(
    new Map([
      [embeddingName, table],
      ['linear.weight', weights],
    ]),
    theirs,
    ours,
  );
  const rowOf = (data: Float32Array, id: number): number[] => [...data.subarray(2 * id, 2 * id + 2)];
  const result = mapped.get(embeddingName)!;
  expect(result).toHaveLength(2 * ours.size);
  for (const word of ['good', 'bad'])
    expect(rowOf(result, ours.idOf(word))).toEqual(rowOf(table, theirs.idOf(word)));
  expect(rowOf(result, ours.idOf('film'))).toEqual(rowOf(table, UNKNOWN_ID));
  for (let special = 0; special < 4; special++) expect(rowOf(result, special)).toEqual(rowOf(table, special));
  expect(mapped.get('linear.weight')).toBe(weights);
});
