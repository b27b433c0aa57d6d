/** README.md of a language model that was exported. */
import type { WeightStorage } from '../models/index.js';
import type { LanguageModelFacts, PretrainedModel } from './pretrained.js';

export interface StoredPerplexity {
  /** Of which texts: the data set's name. */
  readonly data: string;
  readonly before: number;
  readonly after: number;
}

/** @param storage of its weights  @param measured on the texts that its run held out, where that was asked for */
export function describeLanguageModel(
  name: string,
  { vocabulary, architecture, texts, facts }: PretrainedModel,
  storage: WeightStorage,
  measured: StoredPerplexity | undefined,
): string {
  const { embeddingSize, hiddenSize, bidirectional } = architecture;
  const { configuration, epochs, steps, seconds, perplexity } = facts;
  const seen = readBefore(facts);
  const settings = Object.entries(configuration).map(([key, value]) => `| ${key} | ${value} |`);
  return [
    `# ${name}`,
    '',
    `A language model to begin the training of a classifier with: an LSTM of ${hiddenSize} units${bidirectional ? ' in each direction' : ''} over ${vocabulary.size} words of ${embeddingSize} features, ` +
      'which predicts the next word of a text. It has seen no label. Made by Reelsense.',
    '',
    '```sh',
    `reelsense train --data labelled.csv --init ${name} --out runs/mine --preset few`,
    '```',
    '',
    `- ${epochs === 1 ? 'One epoch' : `${epochs} epochs`}, ${steps} steps, ${Math.round(seconds / 60)} minutes in steps.`,
    ...(perplexity === null
      ? []
      : [`- Perplexity ${perplexity.toFixed(1)} on held-out texts${seen}, as trained.`]),
    ...(measured === undefined
      ? []
      : [
          `- Weights as ${storage}: perplexity ${measured.before.toFixed(2)} before, ${measured.after.toFixed(2)} after (held-out texts of ${measured.data}${seen}).`,
        ]),
    ...texts.map((sha256) => `- The texts that it read have the SHA-256 ${sha256}.`),
    '',
    '| setting | |',
    '| --- | --- |',
    ...settings,
    '',
  ].join('\n');
}

/** To be put behind its held-out texts: that it is, or may be, not new to all of them, or nothing. */
export function readBefore({ heldOutWasRead }: Pick<LanguageModelFacts, 'heldOutWasRead'>): string {
  if (heldOutWasRead === undefined) return '';
  return `, some of which what it began with ${heldOutWasRead === 'maybe' ? 'may have' : 'had'} read`;
}
