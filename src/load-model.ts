/** From a model folder on disk to a predictor that runs in Node.js. */
import { fileURLToPath } from 'node:url';
import { readModelFolder } from './checkpoint/index.js';
import { ReelsenseError } from './errors/index.js';
import { Predictor, type PredictorOptions } from './prediction/index.js';
import { Session } from './runtime/index.js';

/** Name of the model that comes with the package. */
export const BUNDLED_MODEL = 'imdb-lstm';

export interface LoadModelOptions extends Omit<PredictorOptions, 'createSession'> {
  /** Which of the folder's ONNX files: 'fp16' for onnx/model_fp16.onnx; none: onnx/model.onnx. */
  readonly variant?: string | undefined;
}

/** Folder of the model that comes with the package; the same from `src` and from `dist`. */
export function bundledModelFolder(): string {
  return fileURLToPath(new URL(`../models/${BUNDLED_MODEL}`, import.meta.url));
}

/**
 * Makes a model ready to predict on the calling thread, with ONNX Runtime.
 * @param folder a folder that training wrote; without it the model that comes with the package
 * @throws ReelsenseError 'file-not-found' when there is none, 'damaged-model' when it is not as its manifest says
 */
export async function loadModel(folder?: string, options: LoadModelOptions = {}): Promise<Predictor> {
  const { variant, ...rest } = options;
  const bundle = await readModelFolder(
    folder ?? bundledModelFolder(),
    variant === undefined ? {} : { variant },
  ).catch((error: unknown) => {
    throw folder === undefined ? explainMissingBundle(error) : error;
  });
  return Predictor.create(bundle, { ...rest, createSession: Session.create });
}

function explainMissingBundle(error: unknown): unknown {
  if (!(error instanceof ReelsenseError) || error.code !== 'file-not-found') return error;
  return new ReelsenseError(
    'file-not-found',
    `The bundled model "${BUNDLED_MODEL}" is not there (${bundledModelFolder()}). Name the folder of a model, train one, or install the package again.`,
    { cause: error },
  );
}
