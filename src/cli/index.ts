/** The command line: parse flags -> one library call -> print. */
export type { ProcessStreams } from './console.js';
export { main, run } from './run.js';
