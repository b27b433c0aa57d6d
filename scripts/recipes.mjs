/**
 * How the models in models/ were made, from the raw archive to the figure: the commands of `reelsense` in their order. `at(name)` is a
 * file or folder of the run; `data` stands for --data and, where a list is given, --exclude. Types: recipes.d.mts.
 */

/** The models of these recipes were made before reviews of one film were kept together. */
const eachAlone = ['--split-by', 'text'];

const languageModel = {
  name: 'language-model',
  words: (at, data) => ['pretrain', ...data, ...eachAlone, '--out', at('language-model')],
};

/** The preset `finetune` of that time. */
const finetuned = ['--embedding-dropout', '0.4', '--word-dropout', '0.1', '--epochs', '4'];

const firstModel = {
  name: 'first',
  words: (at, data) => [
    ...['train', ...data, ...eachAlone, '--init', at('language-model')],
    ...['--out', at('first'), ...finetuned, '--license', 'mit'],
  ],
};

const ngrams = {
  name: 'ngrams.txt',
  words: (at, data) => ['baseline', ...data, ...eachAlone, '--out', at('ngrams.txt')],
};

/** Goes on from the first model and learns from it and the n-grams on all texts; better than both together. */
const accurate = {
  name: 'imdb-lstm',
  words: (at, data) => [
    ...['train', ...data, ...eachAlone, '--init', at('first')],
    ...['--teacher', `${at('first')},${at('ngrams.txt')}`],
    ...['--out', at('imdb-lstm'), '--teacher-weight', '0.5', '--epochs', '2', '--learning-rate', '1e-3'],
    ...['--lower-rate-scale', '0.8', '--embedding-dropout', '0.3', '--output-dropout', '0.4'],
    ...['--word-dropout', '0.1', '--license', 'mit'],
  ],
};

const tinyLanguageModel = {
  name: 'language-model-tiny',
  words: (at, data) => [
    ...['pretrain', ...data, ...eachAlone, '--out', at('language-model-tiny'), '--vocabulary-size', '14000'],
    ...['--embedding-size', '32', '--hidden-size', '64', '--dropout', '0.05', '--epochs', '3'],
  ],
};

const tiny = {
  name: 'imdb-tiny',
  words: (at, data) => [
    ...['train', ...data, ...eachAlone, '--init', at('language-model-tiny'), '--preset', 'tiny'],
    ...['--teacher', `${at('imdb-lstm')},${at('ngrams.txt')}`, '--teacher-weight', '0.7'],
    ...['--out', at('imdb-tiny'), '--lower-rate-scale', '0.5', '--epochs', '6', '--license', 'mit'],
  ],
};

const untilAccurate = [languageModel, firstModel, ngrams, accurate];

export const recipes = {
  'imdb-lstm': untilAccurate,
  'imdb-tiny': [...untilAccurate, tinyLanguageModel, tiny],
};
