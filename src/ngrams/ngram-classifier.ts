/**
 * Logistic regression over binary n-grams, each scaled by its naive Bayes log-count ratio (Wang and Manning, "Baselines
 * and bigrams: simple, good sentiment and topic classification", ACL 2012), one class against the rest, with probabilities
 * calibrated on the development part. Its file is plain text: one n-gram a line with its weights, to be read by people.
 */
import type { Example, SplitUnit } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { fitCalibration, scoresOfLogits } from '../evaluation/index.js';
import { Random } from '../random/index.js';
import { tokenize } from '../text/index.js';
import { fitLogisticRegression, type LogisticSolution } from './logistic-regression.js';
import { NgramTable } from './ngram-table.js';
import { NumberedTexts } from './numbered-texts.js';

export interface NgramClassifierOptions {
  /** Longest n-gram, in tokens. */
  readonly order: number;
  /** Texts that an n-gram must occur in to count. */
  readonly minimumCount: number;
  /** C of the logistic regression: larger ones fit the training texts more closely. */
  readonly cost: number;
  /** Of the order in which the texts are visited. */
  readonly seed: number;
}

export const ngramDefaults: NgramClassifierOptions = { order: 3, minimumCount: 2, cost: 1, seed: 1 };

export interface NgramProgress {
  readonly stage: 'counting' | 'fitting';
  /** Classes fitted so far, of `classes`. */
  readonly done: number;
  readonly classes: number;
}

/** [C] probabilities that sum to 1, and the label with the highest. */
export interface NgramScores {
  readonly label: string;
  readonly scores: readonly number[];
}

/** A text to learn from: by its label, or, where it has none, by how likely each label is. */
export interface NgramLesson {
  readonly text: string;
  /** Index of the label; -1 where it has none. */
  readonly label: number;
  /** [C], in the place of the label. */
  readonly probabilities?: readonly number[];
}

interface Parts {
  readonly labels: readonly string[];
  readonly table: NgramTable;
  /** K rows of [F]: one, of the second label, where there are two labels; one a label otherwise. */
  readonly weights: readonly Float32Array[];
  readonly biases: readonly number[];
  readonly temperature: number;
  readonly origin?: NgramOrigin | undefined;
}

/** Which reviews it has not learnt from. */
export interface NgramOrigin {
  /** SHA-256 of the data. */
  readonly data: string;
  /** Of the ids of its development part. */
  readonly developmentSha256: string;
  /** What the development part follows from; missing in files of before. */
  readonly split?: {
    readonly seed: number;
    readonly splitBy: SplitUnit;
    readonly developmentFraction: number;
  };
  /** Whose labels its teachers have learnt from: `LabelSource`s of the training. */
  readonly learntFrom?: readonly object[];
}

const HEAD = 'reelsense n-grams 1';
const textsBetweenReports = 500;

export class NgramClassifier {
  private constructor(private readonly parts: Parts) {}

  get labels(): readonly string[] {
    return this.parts.labels;
  }

  /** n-grams with a weight. */
  get size(): number {
    return this.parts.table.size;
  }

  /** What its file tells of its making; undefined where it tells nothing. */
  get origin(): NgramOrigin | undefined {
    return this.parts.origin;
  }

  /**
   * @param labels C names  @param development for the calibration alone
   * @param onProgress may throw to end the training; other work gets its turn at each call
   * @throws ReelsenseError 'too-few-labels' where fewer than two labels occur in `train`; 'invalid-option' where it has too many n-grams
   */
  static async train(
    labels: readonly string[],
    train: readonly NgramLesson[],
    development: readonly Pick<Example, 'text' | 'label'>[],
    options: NgramClassifierOptions = ngramDefaults,
    onProgress: (progress: NgramProgress) => void = () => {},
  ): Promise<NgramClassifier> {
    const known = new Set(train.map(({ label }) => label).filter((label) => label >= 0));
    if (known.size < 2) {
      throw new ReelsenseError(
        'too-few-labels',
        known.size === 0
          ? 'There are no training texts with a label; give some of at least two labels.'
          : 'The training texts all have the same label; give texts with at least two.',
      );
    }
    const classes = labels.length === 2 ? [1] : labels.map((_, label) => label);
    const report = async (stage: NgramProgress['stage'], done: number): Promise<void> => {
      await new Promise(setImmediate);
      onProgress({ stage, done, classes: classes.length });
    };
    const texts = new NumberedTexts();
    for (const [i, { text }] of train.entries()) {
      if (i % textsBetweenReports === 0) await report('counting', 0);
      texts.add(tokenize(text));
    }
    const table = NgramTable.count(texts, options);
    const rows = texts.rows.map((row) => table.featuresOfRow(row));
    const solutions: LogisticSolution[] = [];
    for (const [done, label] of classes.entries()) {
      await report('fitting', done);
      const targets = train.map((lesson) => lesson.probabilities?.[label] ?? Number(lesson.label === label));
      const scale = logCountRatios(rows, targets, table.size);
      const { cost, seed } = options;
      const problem = { rows, targets, scale, cost };
      solutions.push(await fitLogisticRegression(problem, new Random(seed), () => report('fitting', done)));
    }
    const weights = solutions.map((solution) => solution.weights);
    const biases = solutions.map(({ bias }) => bias);
    const raw = new NgramClassifier({ labels, table, weights, biases, temperature: 1 });
    const { temperature, bias } = fitCalibration(
      development.map(({ text }) => raw.logits(text)),
      development.map(({ label }) => label),
    );
    const shifted = biases.map((own) => own + bias * temperature); // it is added before the temperature divides
    return new NgramClassifier({ ...raw.parts, biases: shifted, temperature });
  }

  score(text: string): NgramScores {
    const scores = scoresOfLogits(this.logits(text), this.parts.temperature);
    return { label: this.labels[scores.indexOf(Math.max(...scores))]!, scores };
  }

  /** [C]; 0 for the first of two labels. */
  private logits(text: string): number[] {
    const { table, weights, biases } = this.parts;
    const features = table.featuresOf(tokenize(text));
    const sums = weights.map((row, k) => features.reduce((sum, j) => sum + row[j]!, biases[k]!));
    return this.labels.length === 2 ? [0, sums[0]!] : sums;
  }

  /** Its file as pieces of text: a head, then a line for each n-gram with its K weights, tabs between. */
  *toText(origin = this.origin): Generator<string> {
    const { labels, table, weights, biases, temperature } = this.parts;
    yield `${HEAD}\n${JSON.stringify({ labels, temperature, biases, ...(origin === undefined ? {} : { origin }) })}\n`;
    let piece = '';
    let feature = 0;
    for (const ngram of table.ngrams()) {
      const numbers = weights.map((row) => String(Number(row[feature]!.toPrecision(5))));
      piece += `${ngram}\t${numbers.join('\t')}\n`;
      feature++;
      if (piece.length > 2 ** 20) {
        yield piece;
        piece = '';
      }
    }
    yield piece;
  }

  /** Whether `text` begins and ends as that of {@link toText}. */
  static isWritten(text: string): boolean {
    return text.startsWith(`${HEAD}\n`) && text.endsWith('\n');
  }

  /** @throws ReelsenseError 'damaged-model' for text that {@link toText} has not made whole */
  static fromText(text: string): NgramClassifier {
    if (!NgramClassifier.isWritten(text)) {
      throw new ReelsenseError('damaged-model', `The file is not one of n-grams, or it is cut ("${HEAD}").`);
    }
    const lines = text.split('\n').slice(0, -1);
    const { labels, temperature, biases, origin } = readHead(lines[1]!);
    const weights = biases.map(() => new Float32Array(lines.length - 2));
    const ngrams = lines.slice(2).map((line, feature) => {
      const [ngram, ...numbers] = line.split('\t');
      if (numbers.length !== biases.length || !numbers.every((number) => Number.isFinite(Number(number)))) {
        throw new ReelsenseError('damaged-model', `Line ${feature + 3} of the n-grams is damaged: ${line}`);
      }
      weights.forEach((row, k) => {
        row[feature] = Number(numbers[k]);
      });
      return ngram!;
    });
    return new NgramClassifier({
      labels,
      table: NgramTable.of(ngrams),
      weights,
      biases,
      temperature,
      origin,
    });
  }
}

type Head = Pick<Parts, 'labels' | 'temperature' | 'biases' | 'origin'>;

/** The second line of a file. */
function readHead(line: string): Head {
  try {
    const head = JSON.parse(line) as Head;
    const { labels, biases, temperature } = head;
    const rows = labels.length === 2 ? 1 : labels.length;
    if (biases.length === rows && temperature > 0) return head;
  } catch {
    // told below
  }
  throw new ReelsenseError('damaged-model', 'The second line of the n-grams is damaged.');
}

/**
 * log((p_j / |p|) / (q_j / |q|)) of every feature: p_j counts the texts of the class that have it, q_j those of the
 * rest, each text by its target, and one is added to each. [F]
 */
function logCountRatios(rows: readonly Int32Array[], targets: readonly number[], size: number): Float32Array {
  const inside = new Float64Array(size).fill(1);
  const outside = new Float64Array(size).fill(1);
  rows.forEach((row, i) => {
    const target = targets[i]!;
    for (const j of row) {
      inside[j]! += target;
      outside[j]! += 1 - target;
    }
  });
  const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  const shift = Math.log(total(outside) / total(inside));
  return Float32Array.from(inside, (count, j) => Math.log(count / outside[j]!) + shift);
}
