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
});
