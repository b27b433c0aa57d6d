/**
 * Which of the waiting texts run together: the one that has waited longest, and those nearest to it in length, so that little
 * is padded. After the idea of bucketing by length (Khomenko et al. 2016, https://arxiv.org/abs/1708.05604), over a queue.
 */
import type { TextTask } from './job.js';

/** Texts of a batch at most: more do not make a run faster. */
export const MAXIMUM_BATCH_TEXTS = 32;
/** How far into the queue neighbours are looked for. */
const LOOK_AHEAD = 512;

/**
 * Takes at least one text out of `waiting`. One that was begun before runs alone: it may be what a runner died of.
 * @param maximumTokens bound on texts x longest text; a text longer than it is a batch of its own
 */
export function takeBatch(waiting: TextTask[], maximumTokens: number): TextTask[] {
  const first = waiting.shift()!;
  if (first.attempts > 0 || waiting.length === 0) return [first];
  const distance = ({ tokens }: TextTask): number => Math.abs(tokens - first.tokens);
  const near = waiting
    .slice(0, LOOK_AHEAD)
    .filter(({ attempts }) => attempts === 0)
    .sort((a, b) => distance(a) - distance(b)); // stable: of equals the one that came first
  const batch = [first];
  let longest = first.tokens;
  for (const task of near) {
    longest = Math.max(longest, task.tokens);
    if (batch.length >= MAXIMUM_BATCH_TEXTS || (batch.length + 1) * longest > maximumTokens) break;
    batch.push(task);
  }
  const taken = new Set(batch);
  const ahead = waiting.slice(0, LOOK_AHEAD);
  waiting.splice(0, ahead.length, ...ahead.filter((task) => !taken.has(task)));
  return batch;
}

/** Whether the waiting texts already fill a batch, so that waiting for more would gain nothing. */
export function fillsBatch(waiting: readonly TextTask[], maximumTokens: number): boolean {
  if (waiting.length >= MAXIMUM_BATCH_TEXTS || waiting[0]!.attempts > 0) return true;
  let longest = 0;
  for (const { tokens } of waiting) longest = Math.max(longest, tokens);
  return (waiting.length + 1) * longest > maximumTokens;
}
