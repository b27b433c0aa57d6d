import { describe, expect, it } from 'vitest';
import { createConfiguration, validateConfiguration } from './configuration.js';

const ours = {
  architecture: { hiddenSize: 128, pooling: ['mean', 'max'] },
  labels: ['negative', 'positive'],
  maximumLength: 400,
  threshold: 0.5,
  temperature: 1.25,
  vocabularySize: 30_000,
};
const good = createConfiguration(ours);

describe('validateConfiguration', () => {
  it('accepts what createConfiguration makes, after a way through JSON', () => {
    expect(validateConfiguration(JSON.parse(JSON.stringify(good)))).toEqual(good);
    expect(good).toMatchObject({ model_type: 'distilbert', id2label: { 0: 'negative', 1: 'positive' } });
  });

  it('accepts labels that are names of JavaScript', () => {
    const labels = ['__proto__', 'constructor', 'toString'];
    const configuration = createConfiguration({ ...ours, labels });
    const back = validateConfiguration(JSON.parse(JSON.stringify(configuration)));
    expect(back.reelsense.labels).toEqual(labels);
    expect(Object.keys(back.label2id)).toEqual(labels);
    expect(Object.hasOwn(back.label2id, '__proto__')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['another model_type', { ...good, model_type: 'bert' }],
    ['an unknown key', { ...good, 'transformers.js_config': { use_external_data_format: true } }],
    ['a missing key', { ...good, label2id: undefined }],
    ['labels that disagree', { ...good, id2label: { 0: 'positive', 1: 'negative' } }],
    ['too many entries in id2label', { ...good, id2label: { ...good.id2label, 2: 'x' } }],
    ['a length that disagrees', { ...good, max_position_embeddings: 512 }],
    ['one label', { ...good, reelsense: { ...good.reelsense, labels: ['positive'] } }],
    ['a label twice', { ...good, reelsense: { ...good.reelsense, labels: ['a', 'a'] } }],
    ['an inherited block', Object.create(good)],
    ['a key given as a prototype', JSON.parse('{"__proto__": {"model_type": "distilbert"}}')],
    ['a threshold of 1', { ...good, reelsense: { ...good.reelsense, threshold: 1 } }],
    ['a temperature of 0', { ...good, reelsense: { ...good.reelsense, temperature: 0 } }],
    ['an infinite temperature', { ...good, reelsense: { ...good.reelsense, temperature: Infinity } }],
    ['a later format', { ...good, reelsense: { ...good.reelsense, formatVersion: 2 } }],
    ['a vocabulary of no size', { ...good, vocab_size: '30000' }],
  ])('refuses %s', (_name, value) => {
    expect(() => validateConfiguration(value)).toThrow(expect.objectContaining({ code: 'damaged-model' }));
  });

  it('names the key and the value', () => {
    const wrong = { ...good, reelsense: { ...good.reelsense, threshold: 7 } };
    expect(() => validateConfiguration(wrong)).toThrow(
      'reelsense.threshold is 7, expected a number above 0 and below 1',
    );
  });
});
