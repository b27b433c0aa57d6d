export { ApiFailure } from './api-failure.js';
export { type AskOptions, ask, type ExplainOptions, explain, modelFacts, predict } from './client.js';
export type * from './contract.js';
export { keyProblem, onKeyChange, onRefusedKey, storeKey } from './key.js';
