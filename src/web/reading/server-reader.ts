/** Reading by asking the server. */
import { explain, predict } from '../api/index.js';
import type { Reader } from './reader.js';

export const serverReader: Reader = {
  place: 'server',
  predict: async (text, signal) => (await predict(text, { signal })).predictions[0]!,
  explain: async (text, signal) => (await explain(text, { signal })).explanation,
};
