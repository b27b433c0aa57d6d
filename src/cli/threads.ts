/** The flag of a command that predicts for the threads of the runtime. */
import { availableParallelism } from 'node:os';
import { wholeNumber } from './flags.js';

/** As many as the machine has, up to four: more do not make a run of this size faster. */
const standard = Math.max(1, Math.min(4, availableParallelism()));

/** For commander's `option`. */
export const threadsOption = [
  '--threads <n>',
  'threads of the runtime',
  wholeNumber('--threads', 1, 64),
  standard,
] as const;
