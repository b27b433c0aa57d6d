/**
 * The tokenizer as the two files of Hugging Face's format, and back. `tokenizer.json` is read by the Rust library
 * `tokenizers` (https://github.com/huggingface/tokenizers) and by `@huggingface/tokenizers`; both give our ids.
 */

import { ReelsenseError } from '../errors/index.js';
import { CLEANING_STEPS } from './cleaning-rules.js';
import { TOKEN_PATTERN } from './pattern.js';
import { SPECIAL_TOKENS, START_ID } from './special-tokens.js';
import { Vocabulary } from './vocabulary.js';

/** Most ids that an encoded text may be given room for. */
export const GREATEST_MAXIMUM_LENGTH = 1 << 24;

/** True for a greatest length that leaves room for a word. */
export function isMaximumLength(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 2 && Number(value) <= GREATEST_MAXIMUM_LENGTH;
}

/** What the two files say. */
export interface TokenizerParts {
  readonly vocabulary: Vocabulary;
  /** Most ids of an encoded text, the start token included. */
  readonly maximumLength: number;
}

const [PADDING, UNKNOWN, START, END] = SPECIAL_TOKENS;

/** Everything of `tokenizer.json` that is the same for every model. */
const frame = {
  version: '1.0',
  padding: null,
  added_tokens: [], // a review that says "[PAD]" must not become padding
  normalizer: {
    type: 'Sequence',
    normalizers: CLEANING_STEPS.map((step) =>
      step.type === 'Replace'
        ? { type: 'Replace', pattern: { Regex: step.pattern }, content: step.content }
        : { type: step.type },
    ),
  },
  pre_tokenizer: { type: 'Split', pattern: { Regex: TOKEN_PATTERN }, behavior: 'Removed', invert: true },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: START, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [
      { SpecialToken: { id: START, type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { Sequence: { id: 'B', type_id: 0 } },
    ],
    special_tokens: { [START]: { id: START, ids: [START_ID], tokens: [START] } },
  },
  decoder: null,
} as const;

/** The contents of `tokenizer.json` and `tokenizer_config.json`. */
export function tokenizerToJson(parts: TokenizerParts): { tokenizer: object; configuration: object } {
  const { vocabulary, maximumLength } = parts;
  return {
    tokenizer: {
      ...frame,
      truncation: { direction: 'Right', max_length: maximumLength, strategy: 'LongestFirst', stride: 0 },
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        unk_token: UNKNOWN,
      },
    },
    configuration: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: maximumLength,
      model_input_names: ['input_ids', 'attention_mask'],
      padding_side: 'right',
      truncation_side: 'right',
      clean_up_tokenization_spaces: false,
      pad_token: PADDING,
      unk_token: UNKNOWN,
      cls_token: START,
      sep_token: END,
    },
  };
}

function refuse(reason: string): never {
  throw new ReelsenseError(
    'damaged-model',
    `The tokenizer of the model cannot be used: ${reason}. Take an undamaged copy of the model folder, or train again.`,
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** True if two JSON values are equal, whatever the order of their keys. */
function equalJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(property(a, key), property(b, key)))
  );
}

function readVocabulary(model: unknown): Vocabulary {
  const table = property(model, 'vocab');
  if (property(model, 'type') !== 'WordLevel' || property(model, 'unk_token') !== UNKNOWN) {
    refuse('its model is not of type WordLevel with the unknown token [UNK]');
  }
  if (typeof table !== 'object' || table === null || Array.isArray(table)) refuse('it has no vocabulary');
  const entries: [string, unknown][] = Object.entries(table);
  const tokens = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [token, id] of entries) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= tokens.length) {
      refuse(
        `the token ${JSON.stringify(token)} has the id ${JSON.stringify(id)}, outside 0 to ${tokens.length - 1}`,
      );
    }
    if (tokens[id] !== undefined) refuse(`two tokens have the id ${id}`);
    tokens[id] = token;
  }
  SPECIAL_TOKENS.forEach((token, id) => {
    if (tokens[id] !== token) refuse(`the id ${id} is not ${token}`);
  });
  return new Vocabulary(tokens.slice(SPECIAL_TOKENS.length) as string[]);
}

/** Reads the two files. Throws 'damaged-model' if they are not what this version writes. */
export function tokenizerFromJson(tokenizer: unknown, configuration: unknown): TokenizerParts {
  for (const name of ['added_tokens', 'normalizer', 'pre_tokenizer', 'post_processor'] as const) {
    if (!equalJson(property(tokenizer, name), frame[name])) {
      refuse(`its part "${name}" is not the one that this version of Reelsense writes`);
    }
  }
  const maximumLength = property(configuration, 'model_max_length');
  if (!isMaximumLength(maximumLength)) {
    refuse(
      `"model_max_length" is ${JSON.stringify(maximumLength)}, not a whole number from 2 to ${GREATEST_MAXIMUM_LENGTH}`,
    );
  }
  return { vocabulary: readVocabulary(property(tokenizer, 'model')), maximumLength };
}
