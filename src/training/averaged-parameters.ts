/** The mean of the weights of several trainings that began with one model: as good as all of them together, at the cost of one. */
import { embeddingName, type ParameterValues } from '../models/index.js';
import { UNKNOWN_ID, type Vocabulary } from '../text/index.js';

export interface AveragedMember {
  /** Its embedding table [V, E] has a row for each word of the common vocabulary. */
  readonly values: ParameterValues;
  /** Its own, which may lack some of those words. */
  readonly vocabulary: Vocabulary;
}

/**
 * Wortsman et al. 2022, "Model soups" (https://arxiv.org/abs/2203.05482), uniform. The embedding of a word is the mean of those members
 * that know it.
 * @param members of the same sizes  @param common the vocabulary of the embedding tables
 */
export function averagedParameters(
  members: readonly AveragedMember[],
  common: Vocabulary,
): ReadonlyMap<string, Float32Array> {
  const names = [...members[0]!.values.keys()];
  return new Map(
    names.map((name) => {
      const arrays = members.map(({ values }) => values.get(name)!);
      return [name, name === embeddingName ? averagedTable(members, arrays, common) : mean(arrays)];
    }),
  );
}

function averagedTable(
  members: readonly AveragedMember[],
  tables: readonly Float32Array[],
  common: Vocabulary,
): Float32Array {
  const E = tables[0]!.length / common.size;
  const result = new Float32Array(tables[0]!.length);
  common.tokens.forEach((token, id) => {
    const isKnown = ({ vocabulary }: AveragedMember): boolean =>
      id === UNKNOWN_ID || vocabulary.idOf(token) !== UNKNOWN_ID;
    const rows = tables.filter((_, i) => isKnown(members[i]!));
    result.set(mean(rows.map((table) => table.subarray(id * E, (id + 1) * E))), id * E);
  });
  return result;
}

function mean(arrays: readonly Float32Array[]): Float32Array {
  return Float32Array.from(arrays[0]!, (_, i) => {
    let sum = 0;
    for (const values of arrays) sum += values[i]!;
    return sum / arrays.length;
  });
}
