import { describe, expect, it } from 'vitest';
import {
  defaults,
  pretrainingDefaults,
  resolveConfiguration,
  resolvePretrainingConfiguration,
} from './index.js';

describe('the settings of a training', () => {
  it('are the defaults or the preset where a value is undefined', () => {
    expect(resolveConfiguration({ epochs: undefined, seed: 7 }, 'small')).toMatchObject({
      epochs: 40,
      seed: 7,
    });
    expect(resolveConfiguration({ epochs: undefined })).toEqual(defaults);
    expect(resolvePretrainingConfiguration({ window: undefined })).toEqual(pretrainingDefaults);
  });

  it.each([
    [
      () => resolveConfiguration({ hidenSize: undefined } as object),
      'There is no setting "hidenSize"; choose among seed,',
    ],
    [
      () => resolvePretrainingConfiguration({ layers: 2 } as object),
      'There is no setting "layers"; choose among seed,',
    ],
  ])('are refused under another name', (resolve, message) => {
    expect(resolve).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    [{ epochs: 0 }, 'epochs is 0, but must be a whole number from 1 to 1,000,000,000.'],
    [{ threads: 10_000 }, 'threads is 10,000, but must be a whole number from 1 to 64.'],
    [{ learningRate: Number.NaN }, 'learningRate is NaN, but must be a number from 1e-9 to 100.'],
    [{ decay: 'sudden' as 'none' }, 'decay is "sudden", but must be one of linear, cosine, none.'],
  ])('are refused out of bounds in a whole sentence: %j', (given, message) => {
    expect(() => resolveConfiguration(given)).toThrow(expect.objectContaining({ message }));
  });

  it('are of a preset that exists', () => {
    expect(() => resolveConfiguration({}, 'huge')).toThrow(
      /^There is no preset "huge"; choose one of standard, .*small\.$/,
    );
  });
});
