/** From a model folder on disk to a predictor that runs in Node.js. */
import { fileURLToPath } from 'node:url';
import { isModelFolder, readModelFolder } from './checkpoint/index.js';
import { ReelsenseError, refuseUnknown } from './errors/index.js';
import { Predictor, type PredictorOptions, predictorDefaults } from './prediction/index.js';
import { Session } from './runtime/index.js';

/** Names of the models that come with the package: the most accurate one, and one of under 1 MB. */
export const BUNDLED_MODELS = ['imdb-lstm', 'imdb-tiny'] as const;

/** The one that is used where none is named. */
export const BUNDLED_MODEL: BundledModel = 'imdb-lstm';

/** The one that pages run in browsers. */
export const SMALL_MODEL: BundledModel = 'imdb-tiny';

export type BundledModel = (typeof BUNDLED_MODELS)[number];

export interface LoadModelOptions extends Omit<PredictorOptions, 'createSession'> {
  /** Which of the folder's ONNX files: 'fp16' for onnx/model_fp16.onnx; none: onnx/model.onnx. */
  readonly variant?: string | undefined;
}

/** The language model that comes with the package, for `train --init` and `pretrain --init`; no classifier. */
export const BUNDLED_LANGUAGE_MODEL = 'imdb-language-model';

type BundledName = BundledModel | typeof BUNDLED_LANGUAGE_MODEL;

/** Folder of a model that comes with the package; the same from `src` and from `dist`. */
export function bundledModelFolder(name: BundledName = BUNDLED_MODEL): string {
  return fileURLToPath(new URL(`../models/${name}`, import.meta.url));
}

/** @returns undefined for what names a folder */
export function bundledName(model: string): BundledName | undefined {
  const names: readonly BundledName[] = [...BUNDLED_MODELS, BUNDLED_LANGUAGE_MODEL];
  return names.find((name) => name === model);
}

/**
 * @param model name of a bundled model, or a folder, which './' tells from a name; the most accurate bundled one by default
 * @throws ReelsenseError 'wrong-type' for anything but a string, a URL too
 */
export function modelFolder(model: string = BUNDLED_MODEL): string {
  if (typeof model !== 'string') throw noName(model);
  const bundled = bundledName(model);
  return bundled === undefined ? model : bundledModelFolder(bundled);
}

/**
 * Makes a model ready to predict on the calling thread, with ONNX Runtime.
 * @param model a folder that training wrote, or the name of a bundled model; the most accurate bundled one by default
 * @throws ReelsenseError 'file-not-found' when there is none, 'damaged-model' when it is not as its manifest says, 'wrong-type' for a
 *   model that is no string, 'invalid-option' for an option that does not exist or is out of bounds
 */
export async function loadModel(model?: string, options: LoadModelOptions = {}): Promise<Predictor> {
  refuseUnknown('option', options, ['variant', ...Object.keys(predictorDefaults)]);
  const { variant, ...rest } = options;
  const folder = modelFolder(model);
  const bundle = await readModelFolder(folder, variant === undefined ? {} : { variant }).catch(
    async (error: unknown) => {
      if (await isModelFolder(folder)) throw error; // it is there, without the variant say
      throw explainMissingBundle(error, model ?? BUNDLED_MODEL);
    },
  );
  return Predictor.create(bundle, { ...rest, createSession: Session.create });
}

function noName(model: unknown): ReelsenseError {
  const kind =
    model === null ? 'null' : (model as object) instanceof URL ? 'a URL' : `of type ${typeof model}`;
  return new ReelsenseError(
    'wrong-type',
    `The model is ${kind}; give the path of a folder, or the name of a bundled model (${BUNDLED_MODELS.join(', ')}), as a string. fileURLToPath of node:url makes a path of a file: URL.`,
  );
}

function explainMissingBundle(error: unknown, model: string): unknown {
  if (!(error instanceof ReelsenseError) || error.code !== 'file-not-found') return error;
  if (model === BUNDLED_LANGUAGE_MODEL) {
    return new ReelsenseError(
      'invalid-option',
      `The model "${model}" is a language model, which gives no verdict: begin a training with it (reelsense train --init ${model}).`,
      { cause: error },
    );
  }
  const bundled = bundledName(model);
  if (bundled === undefined) return error;
  return new ReelsenseError(
    'file-not-found',
    `The bundled model "${bundled}" is not there (${bundledModelFolder(bundled)}). Name the folder of a model, train one, or install the package again.`,
    { cause: error },
  );
}
