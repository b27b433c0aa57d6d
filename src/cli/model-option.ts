/** The flag that says which model: a folder, or one that comes with Reelsense by its name. */
import { BUNDLED_MODEL, BUNDLED_MODELS } from '../load-model.js';

const names = BUNDLED_MODELS.map((name) => (name === BUNDLED_MODEL ? `${name} (default)` : name)).join(
  ' or ',
);

/** For commander's `option`. */
export const modelOption = [
  '--model <model>',
  `${names}, which come with Reelsense, or a folder; one of such a name is written ./name`,
] as const;
