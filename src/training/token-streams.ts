/** Texts laid one behind another into streams of equal length, for a language model. */

import { ReelsenseError } from '../errors/index.js';
import type { Random } from '../random/index.js';
import { type EncodedReviews, reviewCount } from './encoded-reviews.js';
import type { TokenStreams } from './language-model-task.js';

/** Room for `tokens` tokens in `streams` streams; what does not fill all of them is left out. */
export function emptyStreams(tokens: number, streams: number, window: number): TokenStreams {
  const length = Math.floor(tokens / streams);
  if (length <= window) {
    throw new ReelsenseError(
      'invalid-option',
      `the text has ${tokens} tokens, too few for ${streams === 1 ? 'a stream' : `${streams} streams`} with windows of ${window}; ` +
        `give more text${streams === 1 ? '' : ', fewer streams'}, or a shorter window`,
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
