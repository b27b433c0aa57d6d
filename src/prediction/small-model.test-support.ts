/** A small model with random weights, as a model folder holds one, over a vocabulary of made-up sentences. */
import { createConfiguration, type ModelBundle } from '../checkpoint/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  initialParameters,
  predictionModel,
  type WeightStorage,
} from '../models/index.js';
import { Random } from '../random/index.js';
import { Tokenizer, tokenize, VocabularyBuilder } from '../text/index.js';

const sentences = [
  'The lighthouse keeper sings to nobody and the film lets him, which is the bravest thing about it.',
  "I didn't laugh once; the jokes arrive late, tired and apologising for themselves!",
  'A slow, warm, generous picture: two sisters, one boat, no villains.',
  'Why does everyone whisper? The sound is bad, the light is worse, and the ending is a shrug...',
  'Great cast, great music, 10/10, would cry again.',
  'Not good, not terrible, just two hours of rain seen through a dirty window.',
];

export interface SmallModelOptions {
  readonly labels?: readonly string[];
  readonly maximumLength?: number;
  readonly threshold?: number;
  readonly temperature?: number;
  readonly words?: readonly string[];
  readonly seed?: number;
  /** With 128 and more, weights stored as int8 compute in integers. */
  readonly hiddenSize?: number;
  readonly storage?: WeightStorage;
}

export function smallModel(options: SmallModelOptions = {}): ModelBundle {
  const { labels = ['negative', 'positive'], maximumLength = 64, threshold = 0.5, temperature = 1 } = options;
  const builder = new VocabularyBuilder();
  for (const sentence of sentences) builder.add(tokenize(sentence));
  if (options.words !== undefined) builder.add(options.words);
  const vocabulary = builder.build({ maximumSize: 1000, minimumCount: 1 });
  const architecture: ClassifierArchitecture = {
    vocabularySize: vocabulary.size,
    embeddingSize: 12,
    hiddenSize: options.hiddenSize ?? 9,
    layers: 1,
    bidirectional: true,
    pooling: ['mean', 'max'],
    classes: labels.length,
  };
  const definitions = classifierParameters(architecture);
  const values = initialParameters(definitions, new Random(options.seed ?? 7));
  // Larger than training begins with, so that different texts get clearly different probabilities.
  for (const name of ['embedding.weight', 'linear.weight'])
    values.set(
      name,
      values.get(name)!.map((x) => 6 * x),
    );
  const { tokenizer, configuration } = new Tokenizer(vocabulary, { maximumLength }).toJson();
  return {
    model: predictionModel(architecture, values, options.storage ?? 'float32'),
    tokenizer,
    tokenizerConfiguration: configuration,
    configuration: createConfiguration({
      architecture: { ...architecture, pooling: [...architecture.pooling] },
      labels,
      maximumLength,
      threshold,
      temperature,
      vocabularySize: vocabulary.size,
    }),
    name: 'small',
    sha256: '0'.repeat(64),
    predictionSha256: '0'.repeat(64),
  };
}

/** Random texts of the vocabulary's words and some others, `shortest` to `longest` words. */
export function randomTexts(count: number, random: Random, shortest = 1, longest = 90): string[] {
  const words = [
    ...new Set(sentences.flatMap((sentence) => tokenize(sentence))),
    'constructor',
    '__proto__',
    'zyzzyva',
  ];
  return Array.from({ length: count }, () => {
    const length = shortest + Math.floor(random.uniform() * (longest - shortest + 1));
    return Array.from({ length }, () => words[Math.floor(random.uniform() * words.length)]!).join(' ');
  });
}
