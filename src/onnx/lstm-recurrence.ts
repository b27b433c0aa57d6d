/**
 * The LSTM of Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000), as a `Scan` made for training:
 * beside the hidden states it saves, of each step, the factors from which the way back is a few products.
 *
 * Everything inside has features first and the batch last, `[4H, B]`: the gates are then contiguous blocks, and the matrix
 * that a product has to repack at every step is the small state instead of the large weights (a third faster than
 * `[B, 4H]` at B 32, H 128; `npm run bench:training`).
 */
import { Add, Mul, Sigmoid, Sub, Tanh } from './elementwise.js';
import type { Value } from './graph.js';
import { Gemm } from './products.js';
import { Concat, Split, Transpose } from './rearranging.js';
import { Scan } from './recurrence.js';

export interface LstmRecurrence {
  /** Hidden states [T, H, B]; zero where the mask is zero. */
  readonly h: Value;
  /** The state after the last step of the walk, [H, B] each. */
  readonly lastH: Value;
  readonly lastC: Value;
}

/**
 * Gates in the order input, output, forget, cell (as in the `LSTM` operator): with z = W x + R h + b,
 *
 *     i, o, f = m sigmoid(z), g = tanh(z),   c' = f c + i g,   h' = o tanh(c')
 *
 * where the mask m is 1 for a token and 0 for padding, which leaves the state at zero.
 *
 * Let dh and dc be the gradients of h' and of c' (the latter with its part through h'). Then the gradient of z is
 * `concat(dc, dh, dc, dc) * K`, and dc grows by `dh * A` and goes back one step as `dc * f`, with
 *
 *     K = [g i(1-i), tanh(c') o(1-o), c f(1-f), i(1-g^2)],   A = o (1 - tanh(c')^2)
 *
 * K, A and f are saved here, while everything is still in the cache.
 */
export function LstmRecurrence({
  x,
  mask,
  w,
  r,
  b,
  h0,
  c0,
  reverse,
}: {
  /** [T, B, E] */
  x: Value;
  /** [T, 1, B] float32; without it every step counts. */
  mask?: Value | undefined;
  /** [4H, E] */
  w: Value;
  /** [4H, H] */
  r: Value;
  /** [4H, 1] */
  b: Value;
  /** [H, B] */
  h0: Value;
  /** [H, B] */
  c0: Value;
  reverse: boolean;
}): LstmRecurrence {
  const hidden = r.dimension(1) as number;
  const weights = Concat([r, w], 1); // [4H, H + E]: one product a step instead of two
  const features = Transpose(x, [0, 2, 1]); // [T, E, B]
  const { states, outputs } = Scan(
    {
      states: [h0, c0],
      sequences: mask === undefined ? [features] : [features, mask],
      reverse,
      kind: 'lstm',
      captures: [weights, b],
    },
    ([h, c], [xStep, m]) => {
      const input = Concat([h!, xStep!], 0); // [H + E, B]
      const z = Gemm(weights, input, b); // [4H, B]
      const [zGates, zCell] = Split(z, [3 * hidden, hidden], 0);
      const open = Sigmoid(zGates!); // [3H, B]
      const gates = m === undefined ? open : Mul(open, m);
      const g = Tanh(zCell!); // [H, B]
      const [i, o, f] = Split(gates, [hidden, hidden, hidden], 0);
      const ig = Mul(i!, g);
      const cNext = Add(Mul(f!, c!), ig);
      const tanhC = Tanh(cNext);
      const hNext = Mul(o!, tanhC);
      const kGates = Mul(Concat([g, tanhC, c!], 0), Sub(gates, Mul(gates, gates))); // [3H, B]
      const k = Concat([kGates, Sub(i!, Mul(ig, g))], 0); // [4H, B]
      const a = Sub(o!, Mul(hNext, tanhC));
      return { states: [hNext, cNext], outputs: [hNext, input, k, a, f!] };
    },
  );
  return { h: outputs[0]!, lastH: states[0]!, lastC: states[1]! };
}
