import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluation/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  embeddingName,
  initialParameters,
  predictionModel,
  storedParameters,
  type WeightStorage,
} from '../models/index.js';
import { Random } from '../random/index.js';
import {
  describeModel,
  developmentOf,
  type ModelMetrics,
  type RecordedEvaluation,
  storeAgain,
  withExport,
  withRecalibration,
} from './index.js';
import { storedLogits } from './stored-logits.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 40,
  embeddingSize: 6,
  hiddenSize: 5,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'max'],
  classes: 2,
};
const definitions = classifierParameters(architecture);
const values = initialParameters(definitions, new Random(3));

function bundle(storage: WeightStorage, changed: object = {}) {
  return {
    name: 'small',
    model: predictionModel(architecture, values, storage),
    configuration: { reelsense: { architecture: { ...architecture, ...changed } } } as never,
  };
}

const reviews = [Int32Array.of(2, 5, 9, 39), Int32Array.of(2, 1), Int32Array.of(2, 7, 7, 8, 30, 31)];

describe('storing weights again', () => {
  it('gives the very bytes that training would have stored', () => {
    for (const storage of ['float32', 'float16', 'int8'] as const)
      expect(storeAgain(bundle('float32'), storage)).toEqual(bundle(storage).model);
  });

  it.each(['float16', 'int8'] as const)(
    'keeps the rounded weights of a %s model in float32',
    async (from) => {
      const rounded = bundle(from);
      const wide = storeAgain(rounded, 'float32');
      const before = await storedLogits(rounded.model, reviews, 1);
      const after = await storedLogits(wide, reviews, 1);
      after.forEach((row, i) => {
        row.forEach((logit, c) => {
          expect(logit).toBeCloseTo(before[i]![c]!, 5);
        });
      });
      expect(storedParameters(architecture, wide).get(embeddingName)).not.toEqual(values.get(embeddingName));
    },
  );

  it('changes int8 weights that are stored as int8 again by a rounding of their scales at most', () => {
    const once = storedParameters(architecture, bundle('int8').model);
    const twice = storedParameters(architecture, storeAgain(bundle('int8'), 'int8'));
    for (const [name, data] of once)
      data.forEach((value, i) => {
        expect(Math.abs(twice.get(name)![i]! - value)).toBeLessThanOrEqual(3e-7 * Math.abs(value));
      });
  });

  it('refuses weights that are not as the configuration says', () => {
    expect(() => storeAgain(bundle('int8', { hiddenSize: 6 }), 'int8')).toThrow(
      /"small" cannot be read: .*lstm/,
    );
    expect(() => storeAgain(bundle('int8', { pooling: ['median'] }), 'int8')).toThrow('pooling');
  });
});

describe('the metrics of an exported model', () => {
  const metrics = {
    storage: { weights: 'float32', modelBytes: 9, temperature: 1 },
    evaluations: [],
  } as unknown as ModelMetrics;
  const facts = (name: string) => ({
    command: 'reelsense export',
    from: { name, sha256: '', weights: 'float32' as const },
    measured: null,
  });

  it('say which model their figures are of, also when it is exported again', () => {
    const once = withExport(metrics, facts('first'), { weights: 'float16', modelBytes: 5 });
    const twice = withExport(once, facts('second'), { weights: 'int8', modelBytes: 3 });
    expect(twice.storage).toMatchObject({ weights: 'int8', modelBytes: 3, temperature: 1 });
    expect(twice.export).toMatchObject({
      from: { name: 'second' },
      figuresOf: { name: 'first', weights: 'float32' },
    });
  });

  it('name the model that was measured, also when its copy was calibrated on other texts', () => {
    const calibration = { from: { name: 'first' }, isDevelopment: false } as ModelMetrics['calibration'] & {};
    const exported = withExport({ ...metrics, calibration }, facts('mine'), {
      weights: 'int8',
      modelBytes: 3,
    });
    expect(exported.export?.figuresOf?.name).toBe('first');
    expect(developmentOf(exported)).toBe('first');
  });

  it('stand in the card', () => {
    const figures = { accuracy: 0.9, accuracyInterval: [0.8, 0.95], count: 10, logLoss: 0.3 };
    const whole = {
      ...metrics,
      data: { name: 'mine', format: 'csv', sha256: 'a', split: { perLabel: {} } },
      training: { configuration: { pooling: ['mean'] }, pretraining: null, seconds: 1, command: '' },
      development: figures,
      developmentFullPrecision: figures,
      evaluations: [],
      card: { license: 'mit', language: 'en' },
    } as unknown as ModelMetrics;
    const measured = {
      part: 'development',
      data: { name: 'mine', format: 'csv' as const, sha256: 'a' },
      count: 10,
      before: { accuracy: 0.9, logLoss: 0.3 },
      after: [
        {
          file: 'onnx/model.onnx',
          weights: 'int8' as const,
          bytes: 3,
          accuracy: 0.8,
          logLoss: 0.4,
          changed: 1,
        },
      ],
    };
    const exported = withExport(whole, { ...facts('first'), measured }, { weights: 'int8', modelBytes: 3 });
    const card = describeModel('second', ['no', 'yes'], exported);
    expect(card).toContain('Weights are stored as float32: development accuracy 90.00 %');
    expect(card).toContain('stored again as int8, from the model first by `reelsense export`');
    expect(card).toContain('accuracy is 80.00 % after 90.00 %, log loss 0.4000 after 0.3000');
    expect(card).toContain('The development figures here are those of first.');

    const calibrated = withRecalibration(
      exported,
      {
        command: 'reelsense calibrate',
        from: { name: 'second', sha256: 'b' },
        ...{ part: 'development', data: measured.data, count: 10, isDevelopment: true },
      },
      { temperature: 1.1, bias: 0 },
      evaluate({
        labels: ['no', 'yes'],
        truth: [0, 1],
        scores: [
          [0.7, 0.3],
          [0.6, 0.4],
        ],
      }),
      3,
    );
    const own = describeModel('third', ['no', 'yes'], calibrated);
    expect(own).toContain('Weights are stored as int8.');
    expect(own).toContain('stored again as int8, from the model first');
    expect(own).not.toContain('those of first');
  });

  it('name the model that was measured on other reviews', () => {
    const evaluation = { part: 'test' } as unknown as RecordedEvaluation;
    const once = withExport({ ...metrics, evaluations: [evaluation] }, facts('first'), {
      weights: 'float16',
      modelBytes: 5,
    });
    const twice = withExport(once, facts('second'), { weights: 'int8', modelBytes: 3 });
    expect(twice.evaluations).toEqual([{ part: 'test', of: 'first' }]);
  });
});
