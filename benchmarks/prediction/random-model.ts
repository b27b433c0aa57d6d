/** A model folder with random weights, for where none is bundled: as large as a good one, and no figure of it depends on them. */
import { createConfiguration, writeModelFolder } from '../../src/checkpoint/index.js';
import { classifierParameters, initialParameters, predictionModel } from '../../src/models/index.js';
import { Random } from '../../src/random/index.js';
import { Tokenizer, tokenize, VocabularyBuilder } from '../../src/text/index.js';

const sizes = { vocabularySize: 30_000, embeddingSize: 128, hiddenSize: 256 } as const;

export const randomModelName = `random weights, ${sizes.vocabularySize.toLocaleString('en')} words, E ${sizes.embeddingSize}, H ${sizes.hiddenSize} both directions, int8`;

/** @param texts whose words it knows; made-up words fill the vocabulary */
export async function writeRandomModel(folder: string, texts: readonly string[]): Promise<void> {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text));
  builder.add(Array.from({ length: sizes.vocabularySize }, (_, i) => `madeupword${i}`));
  const vocabulary = builder.build({ maximumSize: sizes.vocabularySize, minimumCount: 1 });
  const architecture = {
    ...sizes,
    layers: 1,
    bidirectional: true,
    pooling: ['mean', 'max'] as const,
    classes: 2,
  };
  const definitions = classifierParameters(architecture);
  const maximumLength = 2048;
  const { tokenizer, configuration } = new Tokenizer(vocabulary, { maximumLength }).toJson();
  await writeModelFolder(folder, {
    model: predictionModel(architecture, initialParameters(definitions, new Random(1)), 'int8'),
    tokenizer,
    tokenizerConfiguration: configuration,
    configuration: createConfiguration({
      architecture: { ...architecture, pooling: [...architecture.pooling] },
      labels: ['negative', 'positive'],
      maximumLength,
      threshold: 0.5,
      temperature: 1,
      vocabularySize: vocabulary.size,
    }),
  });
}
