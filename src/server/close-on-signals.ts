/** Ends a server in good order when the process is told to end. */
import type { Server } from './create-server.js';

export interface SignalOptions {
  /** Told of the first signal, before the server is closed. */
  readonly onSignal?: (signal: NodeJS.Signals) => void;
}

/**
 * Closes the server at the first SIGTERM or SIGINT; a second one ends the process as if nobody listened.
 * @returns resolves when the server is closed
 */
export async function closeOnSignals(server: Server, { onSignal }: SignalOptions = {}): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    const heard = (name: NodeJS.Signals): void => {
      process.off('SIGTERM', heard).off('SIGINT', heard);
      resolve(name);
    };
    process.on('SIGTERM', heard).on('SIGINT', heard);
  });
  onSignal?.(signal);
  await server.close();
}
