/** What a stream of texts is made of, and what comes out for each element. */
import type { ReelsenseError } from '../errors/index.js';
import type { Prediction } from './prediction.js';

/**
 * A text, an object with one, or an object that says why there is none (a bad line of a file). Whatever else the object holds,
 * such as a row number, comes back with the result.
 */
export type StreamItem =
  | string
  | { readonly text: string; readonly error?: undefined }
  | { readonly error: ReelsenseError; readonly text?: undefined };

/** An element of the input, and either its prediction or why there is none. */
export type StreamResult<Item extends StreamItem> =
  | { readonly item: Item; readonly prediction: Prediction; readonly error?: undefined }
  | { readonly item: Item; readonly error: ReelsenseError; readonly prediction?: undefined };
