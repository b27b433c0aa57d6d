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

/** The models set reviews aside one by one, as was done before those of one film were kept together. */
const narrow = [
  step('language-model', 'pretrain {data} --split-by text --out {language-model}'),
  step(
    'first',
    'train {data} --split-by text --init {language-model} --out {first} ' +
      '--embedding-dropout 0.4 --word-dropout 0.1 --epochs 4 --license mit', // the preset finetune of that time
  ),
  step('ngrams.txt', 'baseline {data} --split-by text --out {ngrams.txt}'),
  // Goes on from the first model and learns from it and the n-grams on all texts; better than both together.
  step(
    'narrow',
    'train {data} --split-by text --init {first} --teacher {first},{ngrams.txt} --out {narrow} ' +
      '--teacher-weight 0.5 --epochs 2 --learning-rate 1e-3 --lower-rate-scale 0.8 ' +
      '--embedding-dropout 0.3 --output-dropout 0.4 --word-dropout 0.1 --license mit',
  ),
];

/**
 * A second LSTM from a language model of its own with wider embeddings, which learns from labels and, by virtual adversarial training, from
 * the texts without; both in one graph. Its training sets fewer of the reviews aside: what was chosen was chosen before.
 */
const accurate = [
  ...narrow,
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
    'wide',
    'train {data} --split-by text --development-fraction 0.03 --init {wide-language-model-2} --out {wide} ' +
      '--virtual-adversarial 1 --adversarial-norm 2.5 --embedding-dropout 0.15 --word-dropout 0 --epochs 3 --license mit',
  ),
  step('imdb-lstm', 'join {narrow} {wide} {data} --out {imdb-lstm}'),
];

const tiny = [
  ...accurate,
  step(
    'language-model-tiny',
    'pretrain {data} --split-by text --out {language-model-tiny} --vocabulary-size 16000 --embedding-size 32 ' +
      '--hidden-size 48 --dropout 0.05 --epochs 3',
  ),
  step(
    'imdb-tiny',
    'train {data} --split-by text --development-fraction 0.03 --init {language-model-tiny} --preset tiny --teacher {imdb-lstm} ' +
      '--soft-labels {answers} --teacher-weight 0.7 --out {imdb-tiny} --lower-rate-scale 0.5 --epochs 6 --license mit',
  ),
];

export const recipes = { 'imdb-lstm': accurate, 'imdb-tiny': tiny };
