/**
 * How the models in models/ were made, from the raw archive to the figure: the commands of `reelsense` in their order.
 * Types: recipes.d.mts.
 */

/**
 * A command as it is typed; `{data}` stands for --data and, where a list is given, --exclude, any other `{name}` for the file or
 * folder of that name in the run. It makes the one called `name`.
 */
function step(name, command) {
  return {
    name,
    words: (at, data) =>
      command
        .split(/\s+/)
        .flatMap((word) =>
          word === '{data}' ? data : [word.replace(/\{([^}]+)\}/g, (_, part) => at(part))],
        ),
  };
}

/**
 * Two LSTMs, each from a language model of its own, in one graph. The language models set texts aside one by one; the classifiers all reviews of
 * a film, and few: what was chosen was chosen before.
 */
const accurate = [
  step(
    'wide-language-model',
    'pretrain {data} --split-by text --out {wide-language-model} --embedding-size 256 --hidden-size 224 --dropout 0.1 --epochs 2',
  ),
  step(
    'wide-language-model-2',
    'pretrain {data} --split-by text --init {wide-language-model} --out {wide-language-model-2} --seed 2 ' +
      '--embedding-size 256 --hidden-size 224 --dropout 0.1 --epochs 2 --learning-rate 2e-3',
  ),
  step(
    'narrow-language-model',
    'pretrain {data} --split-by text --out {narrow-language-model} --embedding-size 128 --hidden-size 256 --dropout 0.1 --epochs 3 --seed 7',
  ),
  step(
    'wide-first',
    'train {data} --development-fraction 0.03 --init {wide-language-model-2} --out {wide-first} --sentence-ratio 5 --epochs 2 --license mit',
  ),
  step(
    'narrow-first',
    'train {data} --development-fraction 0.03 --init {narrow-language-model} --out {narrow-first} --sentence-ratio 5 --epochs 2 --license mit',
  ),
  // Learns from both on all texts; better than both together.
  step(
    'wide-second',
    'train {data} --development-fraction 0.03 --init {wide-language-model-2} --teacher {wide-first},{narrow-first} --soft-labels {answers} ' +
      '--out {wide-second} --sentence-ratio 10 --epochs 2 --license mit',
  ),
  step('teacher', 'join {wide-second} {narrow-first} {data} --out {teacher}'),
  // The second generation: learns from that, and longer.
  step(
    'wide',
    'train {data} --development-fraction 0.03 --init {wide-language-model} --teacher {teacher} --soft-labels {answers} ' +
      '--teacher-weight 0.7 --out {wide} --sentence-ratio 16 --epochs 4 --license mit',
  ),
  step(
    'narrow',
    'train {data} --development-fraction 0.03 --init {narrow-first} --teacher {wide},{teacher} --soft-labels {answers} ' +
      '--teacher-weight 0.7 --out {narrow} --sentence-ratio 16 --epochs 2 --license mit',
  ),
  step('imdb-lstm', 'join {wide} {narrow} {data} --out {imdb-lstm}'),
];

const tiny = [
  ...accurate,
  step(
    'language-model-tiny',
    'pretrain {data} --split-by text --out {language-model-tiny} --vocabulary-size 16000 --embedding-size 32 ' +
      '--hidden-size 48 --dropout 0.05 --epochs 3',
  ),
  step(
    'tiny-first',
    'train {data} --development-fraction 0.03 --init {language-model-tiny} --preset tiny --teacher {teacher} --soft-labels {answers} ' +
      '--teacher-weight 0.7 --sentence-ratio 16 --out {tiny-first} --lower-rate-scale 0.5 --epochs 5 --license mit',
  ),
  step(
    'imdb-tiny',
    'train {data} --development-fraction 0.03 --init {tiny-first} --preset tiny --teacher {imdb-lstm} --soft-labels {answers} ' +
      '--teacher-weight 0.7 --sentence-ratio 16 --out {imdb-tiny} --lower-rate-scale 0.5 --epochs 8 --license mit',
  ),
];

export const recipes = { 'imdb-lstm': accurate, 'imdb-tiny': tiny };
