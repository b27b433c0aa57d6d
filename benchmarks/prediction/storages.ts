/** The same review by the same model, its weights stored in each way. */
import { readModelFolder } from '../../src/checkpoint/index.js';
import { type WeightStorage, weightStorages } from '../../src/models/index.js';
import { type CreateSession, Predictor } from '../../src/prediction/index.js';
import { Session } from '../../src/runtime/index.js';
import { storeAgain } from '../../src/training/store-again.js';
import { median } from '../statistics.js';

export interface StoredModel {
  readonly storage: WeightStorage;
  readonly bytes: number;
  /** From text to probability, median, on one thread. */
  readonly milliseconds: number;
}

/** In turns, so that a machine that is busy for a while is so for all of them. */
export async function timesByStorage(folder: string, text: string, repeats: number): Promise<StoredModel[]> {
  const bundle = await readModelFolder(folder);
  const createSession: CreateSession = (model, options) => Session.create(model, options);
  const models = await Promise.all(
    weightStorages.map(async (storage) => {
      const model = storeAgain(bundle, storage);
      const predictor = await Predictor.create({ ...bundle, model }, { createSession, threads: 1 });
      return { storage, bytes: model.byteLength, predictor, times: [] as number[] };
    }),
  );
  for (let i = 0; i < repeats + 3; i++) {
    for (const { predictor, times } of models) {
      const began = performance.now();
      await predictor.predict(text);
      times.push(performance.now() - began);
    }
  }
  await Promise.all(models.map(({ predictor }) => predictor.release()));
  return models.map(({ storage, bytes, times }) => ({
    storage,
    bytes,
    milliseconds: median(times.slice(3)), // the first runs lay out memory
  }));
}
