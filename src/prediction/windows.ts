/** Cuts an endless sequence into windows of bounded size, each worked on as a whole. */

export interface WindowLimits<Item> {
  /** Items in a window at most. */
  readonly maximumItems: number;
  /** Bound on the sum of `sizeOf` over a window; the item that reaches it is its last. */
  readonly maximumSize: number;
  readonly sizeOf: (item: Item) => number;
  /** A started window is given out when the source brings nothing for so long: a person at a terminal is answered. */
  readonly pauseMilliseconds: number;
}

/**
 * The items in their order. Reads no further than the window that is asked for, closes the source when left early, and
 * gives out what stands in the window before it passes on an error of the source.
 */
export async function* windows<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  limits: WindowLimits<Item>,
): AsyncGenerator<Item[]> {
  const { maximumItems, maximumSize, sizeOf, pauseMilliseconds } = limits;
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let state: 'open' | 'waiting' | 'ended' = 'open';
  let window: Item[] = [];
  let size = 0;
  const take = (): Item[] => {
    const taken = window;
    [window, size] = [[], 0];
    return taken;
  };
  try {
    while (state !== 'ended') {
      let step: IteratorResult<Item>;
      try {
        const given = iterator.next();
        if ('then' in given) {
          const next = Promise.resolve(given); // it need not be one of the language's own promises
          state = 'waiting';
          if (window.length > 0 && (await isSlow(next, pauseMilliseconds))) yield take();
          step = await next;
          state = 'open';
        } else {
          step = given;
        }
      } catch (error) {
        state = 'ended';
        if (window.length > 0) yield take();
        throw error;
      }
      if (step.done === true) {
        state = 'ended';
      } else {
        window.push(step.value);
        size += sizeOf(step.value);
      }
      const full = window.length >= maximumItems || size >= maximumSize;
      if (full || (state === 'ended' && window.length > 0)) yield take();
    }
  } finally {
    const closing = state === 'ended' ? undefined : iterator.return?.();
    if (state === 'open')
      await closing; // one that still waits for its next item would keep us waiting too
    else Promise.resolve(closing).catch(() => undefined);
  }
}

/** Whether `promise` is still open after a time; its rejection is left to whoever awaits it. */
async function isSlow(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, milliseconds, true);
  });
  const settled = promise.then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([settled, pause]);
  } finally {
    clearTimeout(timer);
  }
}
