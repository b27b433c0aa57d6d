/** Work on the elements of a stream, some at the same time, results in the order of the elements. */

/**
 * Takes no more than `depth` elements before their results are asked for, so that a reader who is slow slows the source down.
 * When the source fails, what was begun is given out first. @param work must not reject for one element's sake
 */
export async function* workAhead<Item, Result>(
  source: AsyncIterable<Item>,
  depth: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = source[Symbol.asyncIterator]();
  const begun: Promise<{ readonly result: Result }>[] = [];
  let reading: Promise<{ readonly step: IteratorResult<Item> } | { readonly failure: unknown }> | undefined;
  let ended = false;
  let failure: { readonly cause: unknown } | undefined;
  try {
    while (!ended || begun.length > 0) {
      if (!ended && begun.length < depth) {
        reading ??= iterator.next().then(
          (step) => ({ step }),
          (cause: unknown) => ({ failure: cause }),
        );
      }
      const event = await Promise.race([reading, begun[0]].filter((promise) => promise !== undefined));
      if ('result' in event) {
        begun.shift();
        yield event.result;
        continue;
      }
      reading = undefined;
      if ('failure' in event) failure = { cause: event.failure };
      else if (event.step.done !== true) {
        const started = work(event.step.value).then((result) => ({ result }));
        started.catch(() => undefined); // awaited in its turn
        begun.push(started);
        continue;
      }
      ended = true;
    }
  } finally {
    // A source that waits for its next element would keep us waiting too.
    if (!ended) iterator.return?.().catch(() => undefined);
  }
  if (failure !== undefined) throw failure.cause;
}
