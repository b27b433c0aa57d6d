import { describe, expect, it } from 'vitest';
import { int64 } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  initialParameters,
  joinedArchitecture,
  joinedParameters,
  type ParameterValues,
  parseArchitecture,
  predictionModel,
  storedParameters,
  weightStorages,
} from './index.js';

const single: ClassifierArchitecture = {
  vocabularySize: 30,
  embeddingSize: 6,
  hiddenSize: 5,
  layers: 1,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 3,
};
const sizes = [
  { embeddingSize: 6, hiddenSize: 5 },
  { embeddingSize: 6, hiddenSize: 7 },
  { embeddingSize: 3, hiddenSize: 4 },
];
const singles = sizes.map((own) => ({ ...single, ...own }));
const joined = joinedArchitecture(singles);

async function logitsOf(architecture: ClassifierArchitecture, values: ParameterValues): Promise<number[]> {
  const session = await Session.create(predictionModel(architecture, values, 'float32'), { threads: 1 });
  const shape = [2, 4];
  const feeds = {
    input_ids: int64([2, 7, 9, 11, 2, 8, 0, 0], shape),
    attention_mask: int64([1, 1, 1, 1, 1, 1, 0, 0], shape),
  };
  const { logits } = await session.run(feeds);
  await session.release();
  return [...(logits!.data as Float32Array)];
}

const members = singles.map((one, seed) => initialParameters(classifierParameters(one), new Random(seed)));

describe('several classifiers in one graph', () => {
  it('give the mean of their logits', async () => {
    const each = await Promise.all(members.map((values, i) => logitsOf(singles[i]!, values)));
    const together = await logitsOf(joined, joinedParameters(members));
    together.forEach((logit, i) => {
      expect(logit).toBeCloseTo((each[0]![i]! + each[1]![i]! + each[2]![i]!) / 3, 5);
    });
    expect(each[0]).not.toEqual(each[1]);
  });

  it.each(weightStorages)('can be read out of the graph again, stored as %s', (storage) => {
    const values = joinedParameters(members);
    const read = storedParameters(joined, predictionModel(joined, values, storage));
    expect([...read.keys()].sort()).toEqual([...values.keys()].sort());
    for (const [name, data] of values) {
      data.forEach((value, i) => {
        expect(Math.abs(read.get(name)![i]! - value)).toBeLessThan(storage === 'float32' ? 1e-9 : 0.01);
      });
    }
  });

  it('are named in the architecture, which is one classifier where it does not say', () => {
    expect(parseArchitecture({ ...joined }).members).toEqual(sizes);
    expect(parseArchitecture({ ...single })).not.toHaveProperty('members');
    const withoutEmbeddings = sizes.slice(0, 2).map(({ hiddenSize }) => hiddenSize);
    expect(parseArchitecture({ ...single, members: withoutEmbeddings }).members).toEqual(sizes.slice(0, 2));
    const first = sizes[0]!;
    const wrongSizes = [{ ...first, embeddingSize: 0 }, { embeddingSize: 6 }, null, 'five'];
    for (const wrong of [
      [],
      [5, 0],
      [7, 5],
      3,
      [sizes[2], first],
      ...wrongSizes.map((size) => [first, size]),
    ]) {
      expect(() => parseArchitecture({ ...single, members: wrong })).toThrow('members');
    }
  });
});
