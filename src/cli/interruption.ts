/** Ctrl-C: the first asks a command to come to a good end, the second ends it at once. */

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `work` with a signal that is aborted by the first SIGINT or SIGTERM.
 * @param onFirst what to say to the user at that moment
 */
export async function interruptible<T>(
  onFirst: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      ignore();
      process.kill(process.pid, name); // as if nobody listened: `exit` makes threads that are in the runtime abort with a message of their own
      return;
    }
    controller.abort();
    onFirst();
  };
  const ignore = (): void => {
    for (const name of signals) process.off(name, stop);
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    ignore();
  }
}

/** True for what an operation throws that was given the aborted signal. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
