/** Scores many reviews with progress, and stops between two chunks when asked to. */
import type { Example } from '../datasets/index.js';
import type { Predictor, ScoredText } from '../prediction/index.js';
import type { Console } from './console.js';
import { bar, clock, integer } from './figures.js';

/** Texts that are scored between two looks at Ctrl-C. */
const CHUNK = 512;

/** Chunks of texts of similar length, the longest first, so that little is padded and the time left is not underrated. */
export async function scoreReviews(
  predictor: Predictor,
  examples: readonly Example[],
  console: Console,
  signal: AbortSignal,
): Promise<ScoredText[]> {
  const order = examples
    .map((_, index) => index)
    .sort((a, b) => examples[b]!.text.length - examples[a]!.text.length);
  const total = examples.reduce((sum, { text }) => sum + text.length, 0);
  const scored = new Array<ScoredText>(examples.length);
  const started = performance.now();
  let characters = 0;
  for (let start = 0; start < order.length; start += CHUNK) {
    signal.throwIfAborted();
    const chunk = order.slice(start, start + CHUNK);
    const results = await predictor.score(chunk.map((index) => examples[index]!.text));
    chunk.forEach((index, i) => {
      scored[index] = results[i]!;
      characters += examples[index]!.text.length;
    });
    const done = Math.min(order.length, start + CHUNK);
    const left = clock((((performance.now() - started) / 1000) * (total - characters)) / characters);
    console.progress(
      `Scoring ${bar(characters / total, 20)} ${integer(done)} of ${integer(order.length)} reviews, ${left} left`,
    );
  }
  console.clearProgress();
  return scored;
}
