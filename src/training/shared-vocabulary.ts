/** The weights of a classifier for another vocabulary: each word keeps its embedding, and one that was unknown has that of unknown words. */
import { embeddingName, type ParameterValues } from '../models/index.js';
import type { Vocabulary } from '../text/index.js';

/**
 * @param values of a single classifier  @param theirs its vocabulary  @param ours the one to have
 * @returns the same but for the embedding table, [V, E] with V words of `ours`
 */
export function withVocabulary(
  values: ParameterValues,
  theirs: Vocabulary,
  ours: Vocabulary,
): ReadonlyMap<string, Float32Array> {
  const table = values.get(embeddingName)!;
  const E = table.length / theirs.size;
  const mapped = new Float32Array(ours.size * E);
  ours.tokens.forEach((token, id) => {
    const from = theirs.idOf(token) * E;
    mapped.set(table.subarray(from, from + E), id * E);
  });
  return new Map([...values, [embeddingName, mapped]]);
}
