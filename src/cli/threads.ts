/** Threads of the runtime for a command that predicts. */
import { availableParallelism } from 'node:os';

/** As many as the machine has, up to four: more do not make a run of this size faster. */
export const defaultThreads = Math.max(1, Math.min(4, availableParallelism()));
