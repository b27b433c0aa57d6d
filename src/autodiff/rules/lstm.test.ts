import { describe, expect, it } from 'vitest';
import {
  Add,
  float32,
  LstmRecurrence,
  Mul,
  StopGradient,
  type Tensor,
  type Value,
} from '../../onnx/index.js';
import { checkGradient, type GradientCase } from '../gradient-check.test-support.js';
import { recurrenceRules } from './index.js';

const [T, B, E, H] = [4, 3, 2, 3];

const parameters = {
  x: { shape: [T, B, E] },
  w: { shape: [4 * H, E] },
  r: { shape: [4 * H, H] },
  b: { shape: [4 * H, 1] },
  h0: { shape: [H, B] },
  c0: { shape: [H, B] },
};
const symbolic = { x: ['T', 'B', E], h0: [H, 'B'], c0: [H, 'B'], mask: ['T', 1, 'B'] };

/** Reviews of 4, 2 and 1 tokens: [T, 1, B]. */
const mask: Tensor = float32([1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0], [T, 1, B]);

type Inputs = Record<string, Value>;

function recurrence(inputs: Inputs, reverse: boolean): LstmRecurrence {
  const { x, mask, w, r, b, h0, c0 } = inputs;
  return LstmRecurrence({ x: x!, mask, w: w!, r: r!, b: b!, h0: h0!, c0: c0!, reverse });
}

interface Variant {
  readonly name: string;
  readonly reverse: boolean;
  readonly masked: boolean;
}

/** Checks by the kind of recurrence; the last test fails for a kind without one. */
const variants: Readonly<Record<string, readonly Variant[]>> = {
  lstm: [
    { name: 'from the start', reverse: false, masked: false },
    { name: 'from the start with padding', reverse: false, masked: true },
    { name: 'from the end', reverse: true, masked: false },
    { name: 'from the end with padding', reverse: true, masked: true },
  ],
};

function gradientCase(
  { reverse, masked }: Variant,
  results: (lstm: LstmRecurrence) => Value[],
): GradientCase {
  return {
    parameters,
    symbolic,
    ...(masked ? { others: { mask } } : {}),
    build: (inputs) => results(recurrence(inputs, reverse)),
  };
}

describe.each(variants.lstm!)('the gradient of an LSTM that reads $name', (variant) => {
  it('flows from all states and from the last ones to x, w, r, b, h0 and c0', async () => {
    await checkGradient(gradientCase(variant, ({ h, lastH, lastC }) => [h, lastH, lastC]));
  });

  it('flows from the hidden states alone', async () => {
    await checkGradient(gradientCase(variant, ({ h }) => [h]));
  });

  it('flows from the last states alone', async () => {
    await checkGradient(gradientCase(variant, ({ lastC }) => [lastC]));
    await checkGradient(gradientCase(variant, ({ lastH }) => [lastH]));
  });
});

describe('the gradient of an LSTM', () => {
  it('needs no gradient of what is not asked for', async () => {
    const { w, r, b } = parameters;
    const others = {
      x: float32(
        Float32Array.from({ length: T * B * E }, (_, i) => Math.sin(i)),
        [T, B, E],
      ),
      h0: float32(new Float32Array(H * B), [H, B]),
      c0: float32(new Float32Array(H * B), [H, B]),
    };
    await checkGradient({ parameters: { w, r, b }, others, build: (inputs) => recurrence(inputs, false).h });
  });

  it('flows through two of them on top of each other that share their weights', async () => {
    const { w: _, ...others } = parameters;
    await checkGradient({
      parameters: { ...others, x: { shape: [T, H, H] } }, // B = H: states [T, H, B] can be read again
      build: (inputs) => {
        const shared = { ...inputs, w: inputs.r! };
        return recurrence({ ...shared, x: recurrence(shared, false).h }, true).h;
      },
    });
  });
});

describe('the numeric check', () => {
  const wrong = (part: string): GradientCase => ({
    parameters,
    build: (inputs) => {
      // The value is unchanged, but a twentieth of it counts as constant: its gradient is 5 % too small.
      const value = inputs[part]!;
      const cut = Add(Mul(value, 0.95), StopGradient(Mul(value, 0.05)));
      return recurrence({ ...inputs, [part]: cut }, false).h;
    },
  });

  it.each(Object.keys(parameters))('catches a gradient of %s that is 5 %% too small', async (part) => {
    const alone = { ...wrong(part), parameters: { [part]: parameters[part as keyof typeof parameters] } };
    const others = Object.fromEntries(
      Object.entries(parameters)
        .filter(([name]) => name !== part)
        .map(([name, { shape }]) => {
          const count = shape.reduce((product, size) => product * size, 1);
          return [
            name,
            float32(
              Float32Array.from({ length: count }, (_, i) => Math.sin(2 * i + 1)),
              shape,
            ),
          ];
        }),
    );
    await expect(checkGradient({ ...alone, others })).rejects.toThrow('to be less than');
  });
});

describe('the table of recurrences', () => {
  it('has a numeric check for each kind', () => {
    expect(Object.keys(variants)).toEqual(Object.keys(recurrenceRules));
  });
});
