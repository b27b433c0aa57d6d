/**
 * config.json of a model folder. The keys at the top are those that `@huggingface/transformers` 4 reads to open the folder
 * (src/configs.js, src/models/registry.js and src/pipelines/text-classification.js there): it takes the class from `model_type`, and
 * DistilBERT is one that takes exactly `input_ids` and `attention_mask`. Ours stand under `reelsense`.
 */
import { MAXIMUM_LABEL_LENGTH, MAXIMUM_LABELS } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { isPlainObject, type JsonValue } from './canonical-json.js';

export const CONFIGURATION_FORMAT_VERSION = 1;
const MAXIMUM_TOKENS = 1_000_000;

export interface ModelConfiguration {
  readonly model_type: 'distilbert';
  readonly architectures: readonly ['DistilBertForSequenceClassification'];
  readonly problem_type: 'single_label_classification';
  /** Index of a logit, as text -> label. */
  readonly id2label: Readonly<Record<string, string>>;
  readonly label2id: Readonly<Record<string, number>>;
  readonly max_position_embeddings: number;
  readonly vocab_size: number;
  readonly pad_token_id: number;
  readonly reelsense: ReelsenseConfiguration;
}

export interface ReelsenseConfiguration {
  readonly formatVersion: typeof CONFIGURATION_FORMAT_VERSION;
  /** Sizes and kinds of the layers, for people and tools; to predict, the graph alone counts. */
  readonly architecture: Readonly<Record<string, JsonValue>>;
  /** In the order of the logits. */
  readonly labels: readonly string[];
  /** Most ids a review is read to, the start token included. */
  readonly maximumLength: number;
  /** Probability of the last label from which a two-label model says it; in (0, 1). */
  readonly threshold: number;
  /** What the logits are divided by before the softmax; above 0. 1 where the graph itself is calibrated. */
  readonly temperature: number;
}

/** The whole configuration from what is ours in it. @throws ReelsenseError 'damaged-model' for values out of bounds */
export function createConfiguration(
  ours: Omit<ReelsenseConfiguration, 'formatVersion'> & { vocabularySize: number },
): ModelConfiguration {
  const { vocabularySize, ...reelsense } = ours;
  return validateConfiguration({
    model_type: 'distilbert',
    architectures: ['DistilBertForSequenceClassification'],
    problem_type: 'single_label_classification',
    // fromEntries makes own properties, so that a label may be called '__proto__'
    id2label: Object.fromEntries(reelsense.labels.map((label, index) => [String(index), label])),
    label2id: Object.fromEntries(reelsense.labels.map((label, index) => [label, index])),
    max_position_embeddings: reelsense.maximumLength,
    vocab_size: vocabularySize,
    pad_token_id: 0,
    reelsense: { formatVersion: CONFIGURATION_FORMAT_VERSION, ...reelsense },
  });
}

/**
 * Checks a parsed config.json, every key and value, and that its parts agree.
 * @throws ReelsenseError 'damaged-model' naming the key
 */
export function validateConfiguration(value: unknown): ModelConfiguration {
  const top = record(value, 'the whole', [
    'model_type',
    'architectures',
    'problem_type',
    'id2label',
    'label2id',
    'max_position_embeddings',
    'vocab_size',
    'pad_token_id',
    'reelsense',
  ]);
  const ours = record(top.reelsense, 'reelsense', [
    'formatVersion',
    'architecture',
    'labels',
    'maximumLength',
    'threshold',
    'temperature',
  ]);
  if (ours.formatVersion !== CONFIGURATION_FORMAT_VERSION) {
    throw wrong('reelsense.formatVersion', ours.formatVersion, `${CONFIGURATION_FORMAT_VERSION}`);
  }
  const architectures: unknown = top.architectures;
  const architecture: unknown =
    Array.isArray(architectures) && architectures.length === 1 && architectures[0];
  equal(top.model_type, 'distilbert', 'model_type');
  equal(architecture, 'DistilBertForSequenceClassification', 'architectures');
  equal(top.problem_type, 'single_label_classification', 'problem_type');
  const labels = labelList(ours.labels);
  const maximumLength = integer(ours.maximumLength, 'reelsense.maximumLength', 2, MAXIMUM_TOKENS);
  equal(top.max_position_embeddings, maximumLength, 'max_position_embeddings');
  const id2label = record(
    top.id2label,
    'id2label',
    labels.map((_, index) => String(index)),
  );
  const label2id = record(top.label2id, 'label2id', labels);
  labels.forEach((label, index) => {
    equal(id2label[String(index)], label, `id2label.${index}`);
    equal(label2id[label], index, `label2id.${label}`);
  });
  if (!isPlainObject(ours.architecture) || !isJson(ours.architecture)) {
    throw wrong('reelsense.architecture', ours.architecture, 'an object');
  }
  return {
    model_type: 'distilbert',
    architectures: ['DistilBertForSequenceClassification'],
    problem_type: 'single_label_classification',
    id2label: Object.fromEntries(labels.map((label, index) => [String(index), label])),
    label2id: Object.fromEntries(labels.map((label, index) => [label, index])),
    max_position_embeddings: maximumLength,
    vocab_size: integer(top.vocab_size, 'vocab_size', 1, 2 ** 31 - 1),
    pad_token_id: integer(top.pad_token_id, 'pad_token_id', 0, 2 ** 31 - 1),
    reelsense: {
      formatVersion: CONFIGURATION_FORMAT_VERSION,
      architecture: ours.architecture,
      labels,
      maximumLength,
      threshold: between(ours.threshold, 'reelsense.threshold', 0, 1),
      temperature: between(ours.temperature, 'reelsense.temperature', 0, Number.POSITIVE_INFINITY),
    },
  };
}

/** An object with exactly these own keys. */
function record(value: unknown, name: string, keys: readonly string[]): Record<string, unknown> {
  if (!isPlainObject(value)) throw wrong(name, value, 'an object');
  const missing = keys.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined)
    throw wrong(`${name} object`, `without ${missing}`, `one with ${keys.join(', ')}`);
  const extra = Object.keys(value).find((key) => !keys.includes(key));
  if (extra !== undefined)
    throw wrong(`${name} object`, `one with the unknown key ${extra}`, keys.join(', '));
  return value;
}

function labelList(value: unknown): string[] {
  const name = 'reelsense.labels';
  if (!Array.isArray(value) || value.length < 2 || value.length > MAXIMUM_LABELS) {
    throw wrong(name, value, `a list of 2 to ${MAXIMUM_LABELS} labels`);
  }
  const labels = value.map((label: unknown) => {
    if (typeof label !== 'string' || label === '' || label.length > MAXIMUM_LABEL_LENGTH) {
      throw wrong(name, label, `a text of 1 to ${MAXIMUM_LABEL_LENGTH} characters`);
    }
    return label;
  });
  if (new Set(labels).size !== labels.length) throw wrong(name, labels, 'a list without repetition');
  return labels;
}

function integer(value: unknown, name: string, from: number, to: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
  throw wrong(name, value, `a whole number from ${from} to ${to}`);
}

function between(value: unknown, name: string, above: number, below: number): number {
  if (typeof value === 'number' && value > above && value < below) return value;
  throw wrong(name, value, `a number above ${above}${Number.isFinite(below) ? ` and below ${below}` : ''}`);
}

function equal(value: unknown, expected: string | number, name: string): void {
  if (value !== expected) throw wrong(name, value, JSON.stringify(expected));
}

function isJson(value: unknown): value is Record<string, JsonValue> {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlainObject(value) && Object.values(value).every(isJson);
}

function wrong(name: string, value: unknown, expected: string): ReelsenseError {
  const shown = (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing')).slice(0, 80);
  return new ReelsenseError(
    'damaged-model',
    `The model's config.json is not one of ours: ${name} is ${shown}, expected ${expected}. Train or copy the model again.`,
  );
}
