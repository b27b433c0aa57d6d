/**
 * How the models in models/ were made, from the raw archive to the figure: the commands of `reelsense` in their order. `at(name)` is a
 * file or folder of the run; `data` stands for --data and, where a list is given, --exclude. Types: recipes.d.mts.
 */

const languageModel = {
  name: 'language-model',
  words: (at, data) => ['pretrain', ...data, '--out', at('language-model')],
};

const firstModel = {
  name: 'first',
  words: (at, data) => [
    ...['train', ...data, '--init', at('language-model'), '--out', at('first'), '--license', 'mit'],
  ],
};

const ngrams = {
  name: 'ngrams.txt',
  words: (at, data) => ['baseline', ...data, '--out', at('ngrams.txt')],
};

/** Learns from the first model and the n-grams on all texts, and is better than both together. */
const student = {
  name: 'student-a',
  words: (at, data) => [
    ...['train', ...data, '--init', at('first'), '--teacher', `${at('first')},${at('ngrams.txt')}`],
    ...['--out', at('student-a'), '--teacher-weight', '0.5', '--epochs', '2', '--learning-rate', '1e-3'],
    ...['--lower-rate-scale', '0.8', '--embedding-dropout', '0.3', '--output-dropout', '0.4'],
    ...['--license', 'mit'],
  ],
};

const secondLanguageModel = {
  name: 'language-model-b',
  words: (at, data) => [
    ...['pretrain', ...data, '--out', at('language-model-b'), '--hidden-size', '192'],
    ...['--seed', '2', '--split-seed', '1', '--epochs', '2'],
  ],
};

/** Another beginning and another size; the first student counts twice beside the n-grams. */
const secondStudent = {
  name: 'student-b',
  words: (at, data) => [
    ...['train', ...data, '--init', at('language-model-b'), '--out', at('student-b')],
    ...['--teacher', [at('student-a'), at('student-a'), at('ngrams.txt')].join(',')],
    ...['--teacher-weight', '0.6', '--seed', '2', '--epochs', '2'],
    ...['--embedding-dropout', '0.3', '--output-dropout', '0.4', '--license', 'mit'],
  ],
};

const joined = {
  name: 'imdb-lstm',
  words: (at, data) => ['join', at('student-a'), at('student-b'), ...data, '--out', at('imdb-lstm')],
};

const tinyLanguageModel = {
  name: 'language-model-tiny',
  words: (at, data) => [
    ...['pretrain', ...data, '--out', at('language-model-tiny'), '--vocabulary-size', '14000'],
    ...['--embedding-size', '32', '--hidden-size', '64', '--dropout', '0.05', '--epochs', '3'],
  ],
};

const tiny = {
  name: 'imdb-tiny',
  words: (at, data) => [
    ...['train', ...data, '--init', at('language-model-tiny'), '--preset', 'tiny', '--out', at('imdb-tiny')],
    ...['--teacher', `${at('student-a')},${at('ngrams.txt')}`, '--teacher-weight', '0.7'],
    ...['--lower-rate-scale', '0.5', '--epochs', '6', '--license', 'mit'],
  ],
};

const untilStudent = [languageModel, firstModel, ngrams, student];

export const recipes = {
  'imdb-lstm': [...untilStudent, secondLanguageModel, secondStudent, joined],
  'imdb-tiny': [...untilStudent, tinyLanguageModel, tiny],
};
