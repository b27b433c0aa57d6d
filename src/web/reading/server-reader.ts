/** Reading by asking the server. */
import { explain, predict } from '../api/index.js';
import type { Reader } from './reader.js';

export const serverReader: Reader = {
  place: 'server',
  predict: async (text, signal) => {
    const { model, predictions } = await predict(text, { signal });
    return { ...predictions[0]!, model };
  },
  explain: async (text, signal) => {
    const { model, explanation } = await explain(text, { signal });
    return { ...explanation, model };
  },
};
