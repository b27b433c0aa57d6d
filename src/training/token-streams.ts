/** Texts laid one behind another into streams of equal length, for a language model. */

import { ReelsenseError } from '../errors/index.js';
import type { Random } from '../random/index.js';
import { type EncodedReviews, reviewCount } from './encoded-reviews.js';
import type { TokenStreams } from './language-model-task.js';

export interface StreamsShape {
  readonly streams: number;
  /** Steps. */
  readonly window: number;
  /** Whether they are for texts that are held out, for the message alone. */
  readonly isHeldOut?: boolean;
}

/** Room for `tokens` tokens in `streams` streams; what does not fill all of them is left out. */
export function emptyStreams(
  tokens: number,
  { streams, window, isHeldOut = false }: StreamsShape,
): TokenStreams {
  const length = Math.floor(tokens / streams);
  if (length <= window) {
    throw new ReelsenseError(
      'invalid-option',
      isHeldOut
        ? `The held-out texts have ${tokens.toLocaleString('en')} tokens, too few for windows of ${window}; give more text, a larger held-out fraction, or a shorter window.`
        : `The text has ${tokens.toLocaleString('en')} tokens, too few for ${streams.toLocaleString('en')} streams with windows of ${window}; give more text, fewer streams, or a shorter window.`,
    );
  }
  return { tokens: new Int32Array(new SharedArrayBuffer(streams * length * 4)), streams, length };
}

/** Lays the texts down in an order drawn from `random`. */
export function fillStreams(
  { tokens }: TokenStreams,
  { ids, offsets, labels }: EncodedReviews,
  random: Random,
): void {
  const order = random.shuffle(
    Uint32Array.from({ length: reviewCount({ ids, offsets, labels }) }, (_, i) => i),
  );
  let at = 0;
  for (const review of order) {
    const text = ids.subarray(offsets[review]!, offsets[review + 1]!);
    const fitting = text.subarray(0, Math.min(text.length, tokens.length - at));
    tokens.set(fitting, at);
    at += fitting.length;
  }
}
