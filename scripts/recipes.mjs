/**
 * How the models in models/ were made, from the raw archive to the figure: the commands of `reelsense` in their order. `at(name)` is a
 * file or folder of the run; `data` stands for --data and, where a list is given, --exclude.
 */

/** @typedef {{ name: string, words: (at: (name: string) => string, data: string[]) => string[] }} Step */

/** @type {Step} */
const languageModel = {
  name: 'language-model',
  words: (at, data) => ['pretrain', ...data, '--out', at('language-model')],
};

/** @type {Step} */
const ngrams = { name: 'ngrams.txt', words: (at, data) => ['baseline', ...data, '--out', at('ngrams.txt')] };

/** @type {Step} */
const firstModel = {
  name: 'first',
  words: (at, data) => [
    'train',
    ...data,
    '--init',
    at('language-model'),
    '--out',
    at('first'),
    '--license',
    'mit',
  ],
};

/** @type {Step} */
const student = {
  name: 'student-a',
  words: (at, data) => [
    ...[
      'train',
      ...data,
      '--init',
      at('first'),
      '--teacher',
      `${at('first')},${at('ngrams.txt')}`,
      '--out',
      at('student-a'),
    ],
    ...['--epochs', '2', '--learning-rate', '1e-3', '--lower-rate-scale', '0.8'],
    ...['--embedding-dropout', '0.3', '--output-dropout', '0.4', '--license', 'mit'],
  ],
};

/** @type {Record<string, Step[]>} */
export const recipes = {
  'imdb-lstm': [languageModel, firstModel, ngrams, student],
};
