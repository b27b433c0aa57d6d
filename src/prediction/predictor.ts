/** A model folder at work: texts -> labels with probabilities. Runs in a browser too. */
import { ReelsenseError, refuseUnknown } from '../errors/index.js';
import type { Encoding, Tokenizer } from '../text/index.js';
import { BatchScorer } from './batch-scorer.js';
import { Attribution } from './explanation/attribution.js';
import { Explainer } from './explanation/explainer.js';
import { type ExplainOptions, type Explanation, explainOptionNames } from './explanation/explanation.js';
import { loadSession, loadTokenizer, type PredictionBundle } from './model-parts.js';
import { inGoodOrder, releasedError } from './orderly-session.js';
import { decide, type Prediction, type ScoredText } from './prediction.js';
import type { CreateSession, GraphSession } from './session.js';
import type { StreamItem, StreamResult } from './stream.js';
import { checkStream, checkText, checkTexts, MAXIMUM_BYTES, type TextLimits } from './text-limits.js';
import { windows } from './windows.js';

export interface PredictorOptions {
  /** Loads the graph: `Session.create` of `runtime`. */
  readonly createSession: CreateSession;
  /** Threads of the runtime; 1 by default. */
  readonly threads?: number | undefined;
  /** Texts in a batch at most. */
  readonly batchSize?: number | undefined;
  /** Bound on texts x longest text of a batch, in tokens; it bounds the memory of a run. */
  readonly maximumPaddedTokens?: number | undefined;
  /** Bytes of a text in UTF-8 at most; 1 MiB by default. */
  readonly maximumBytes?: number | undefined;
  /** Characters of a text at most (UTF-16 units); no bound of its own by default. */
  readonly maximumCharacters?: number | undefined;
}

/** Defaults of {@link PredictorOptions}. */
export const predictorDefaults = {
  threads: 1,
  batchSize: 32,
  maximumPaddedTokens: 8_192,
  maximumBytes: MAXIMUM_BYTES,
  maximumCharacters: MAXIMUM_BYTES,
} as const;

/** Texts and characters of a stream that are held at a time. */
const window = { texts: 1024, characters: 4 << 20, pauseMilliseconds: 100 };

export class Predictor {
  private released: Promise<void> | undefined;
  /** Made when the first explanation is asked for: most users never do. */
  private attribution: Promise<Attribution> | undefined;

  private constructor(
    /** In the order of the logits. */
    readonly labels: readonly string[],
    /** Which model answers; `sha256` is its identity. */
    readonly model: { readonly name: string; readonly sha256: string },
    private readonly threshold: number,
    private readonly limits: TextLimits,
    private readonly tokenizer: Tokenizer,
    private readonly session: GraphSession,
    private readonly scorer: BatchScorer,
    private readonly windowSize: number,
    private readonly createAttribution: () => Promise<Attribution>,
  ) {}

  /**
   * Makes a model ready.
   * @throws ReelsenseError 'damaged-model' when its parts do not fit together or the runtime refuses the graph;
   *   'invalid-option' for an option that does not exist or is out of bounds
   */
  static async create(bundle: PredictionBundle, options: PredictorOptions): Promise<Predictor> {
    refuseUnknown('option', options, ['createSession', ...Object.keys(predictorDefaults)]);
    const threads = count(options.threads, 'threads');
    const batchSize = count(options.batchSize, 'batchSize');
    const maximumPaddedTokens = count(options.maximumPaddedTokens, 'maximumPaddedTokens');
    const maximumBytes = count(options.maximumBytes, 'maximumBytes');
    const maximumCharacters = count(options.maximumCharacters, 'maximumCharacters');
    const { labels, threshold, temperature } = bundle.configuration.reelsense;
    const tokenizer = loadTokenizer(bundle);
    const createSession = inGoodOrder(options.createSession);
    const session = await loadSession(bundle, createSession, threads);
    return new Predictor(
      labels,
      { name: bundle.name, sha256: bundle.sha256 },
      threshold,
      { maximumBytes, maximumCharacters },
      tokenizer,
      session,
      new BatchScorer(session, { batchSize, maximumPaddedTokens }, labels.length, temperature),
      Math.max(window.texts, batchSize),
      () => Attribution.create(bundle, createSession, threads),
    );
  }

  /**
   * The label of one text.
   * @throws ReelsenseError 'empty-text' for a text without any token; 'text-too-long'; 'wrong-type'; 'not-finite' and 'damaged-model' for a
   *   model that gives no probabilities; 'released'
   */
  async predict(text: string): Promise<Prediction> {
    const encoding = this.encode(text);
    refuseEmpty(encoding);
    const [scored] = await this.scoreEncodings([encoding]);
    return this.decide(scored!);
  }

  /**
   * The label of one text, and why: what each word contributed, how the verdict changed while reading, and each sentence alone.
   * Takes some twenty times as long as {@link predict}; the first call also builds a second graph from the weights.
   * @throws ReelsenseError as {@link predict}; 'damaged-model' when the weights cannot be read; 'invalid-option' for an option that
   *   does not exist
   */
  async explain(text: string, options: ExplainOptions = {}): Promise<Explanation> {
    this.refuseReleased();
    refuseUnknown('option', options, explainOptionNames);
    checkText(text, this.limits);
    const encoding = this.tokenizer.encodeWithOffsets(text);
    refuseEmpty(encoding);
    this.attribution ??= this.createAttribution().catch((error: unknown) => {
      this.attribution = undefined; // what was short then, memory say, may be there the next time
      throw error;
    });
    const { tokenizer, scorer, labels } = this;
    const explainer = new Explainer({
      tokenizer,
      scorer,
      labels,
      attribution: await this.attribution,
      decide: (scores, { total, used, unknown, truncated }) =>
        this.decide({ scores, tokens: { total, used, unknown }, truncated }),
    });
    return explainer.explain(text, encoding, options);
  }

  /**
   * The labels of several texts, in their order, computed in batches. All are checked before the first is computed.
   * @throws ReelsenseError as {@link predict}, naming the first text that is at fault
   */
  async predictMany(texts: readonly string[]): Promise<Prediction[]> {
    checkTexts(texts);
    const encodings = texts.map((text, index) => {
      try {
        const encoding = this.encode(text);
        refuseEmpty(encoding);
        return encoding;
      } catch (error) {
        throw texts.length > 1 ? atPlace(error, index, texts.length) : error;
      }
    });
    return (await this.scoreEncodings(encodings)).map((scored) => this.decide(scored));
  }

  /**
   * One result for each element, in their order, in flat memory for a stream of any length: up to about a thousand texts are
   * held, sorted by length, run and given out; a source that pauses is answered at once. An element with an error, or a text
   * that {@link predict} refuses, gives a result with that error, and the stream goes on.
   * @throws ReelsenseError 'wrong-type' for what is no sequence, such as a single text; 'released' where the predictor is released
   *   before the stream has ended; what the source throws
   */
  async *predictStream<Item extends StreamItem>(
    items: AsyncIterable<Item> | Iterable<Item>,
  ): AsyncGenerator<StreamResult<Item>> {
    checkStream(items);
    const limits = {
      maximumItems: this.windowSize,
      maximumSize: window.characters,
      sizeOf: (item: Item) => {
        const text = textOf(item);
        return typeof text === 'string' ? text.length : 0;
      },
      pauseMilliseconds: window.pauseMilliseconds,
    };
    for await (const entries of windows(items, limits)) {
      const encodings = entries.map((item) => this.encodeItem(item));
      const sound = encodings.filter((encoding): encoding is Encoding => !(encoding instanceof Error));
      const scored = (await this.scoreEncodings(sound))[Symbol.iterator]();
      for (const [index, encoding] of encodings.entries()) {
        const item = entries[index]!;
        if (encoding instanceof Error) yield { item, error: encoding };
        else yield { item, prediction: this.decide(scored.next().value!) };
      }
    }
  }

  /**
   * Probabilities of several texts, in their order, for evaluation. A text without any token is no error here: the model
   * sees its start token alone.
   * @throws ReelsenseError 'text-too-long', 'wrong-type', naming the first text that is at fault; 'not-finite', 'damaged-model', 'released'
   */
  async score(texts: readonly string[]): Promise<ScoredText[]> {
    checkTexts(texts);
    const encodings = texts.map((text, index) => {
      try {
        return this.encode(text);
      } catch (error) {
        throw atPlace(error, index, texts.length);
      }
    });
    return this.scoreEncodings(encodings);
  }

  /**
   * Gives the memory of the model back, when the batches under way are done: a `predict` that runs is answered, what has more batches to
   * run ends with 'released', and so does whatever is asked afterwards.
   */
  release(): Promise<void> {
    this.released ??= this.releaseAll();
    return this.released;
  }

  private async releaseAll(): Promise<void> {
    await this.session.release();
    await (await this.attribution?.catch(() => undefined))?.release();
  }

  private encode(text: unknown): Encoding {
    checkText(text, this.limits);
    return this.tokenizer.encode(text);
  }

  private encodeItem(item: StreamItem): Encoding | ReelsenseError {
    try {
      if (typeof item === 'object' && item?.error instanceof Error) return item.error;
      const encoding = this.encode(textOf(item));
      refuseEmpty(encoding);
      return encoding;
    } catch (error) {
      if (error instanceof ReelsenseError) return error;
      throw error;
    }
  }

  private async scoreEncodings(encodings: readonly Encoding[]): Promise<ScoredText[]> {
    this.refuseReleased();
    const scores = await this.scorer.score(encodings.map(({ ids }) => ids));
    return encodings.map(({ total, used, unknown, truncated }, index) => ({
      scores: scores[index]!,
      tokens: { total, used, unknown },
      truncated,
    }));
  }

  private refuseReleased(): void {
    if (this.released !== undefined) throw releasedError();
  }

  private decide(scored: ScoredText): Prediction {
    return decide(scored, this.labels, this.threshold);
  }
}

/** Whatever stands in the place of the text: who calls from JavaScript may give anything. */
function textOf(item: StreamItem | null): unknown {
  return typeof item === 'object' && item !== null ? item.text : item;
}

function refuseEmpty({ total }: Encoding): void {
  if (total > 0) return;
  throw new ReelsenseError('empty-text', 'The text has no word to read. Write at least one word.');
}

function atPlace(error: unknown, index: number, length: number): unknown {
  if (!(error instanceof ReelsenseError)) return error;
  return new ReelsenseError(error.code, `Text ${index + 1} of ${length}: ${error.message}`, { cause: error });
}

function count(value: number | undefined, name: keyof typeof predictorDefaults): number {
  const chosen = value ?? predictorDefaults[name];
  if (Number.isInteger(chosen) && chosen >= 1) return chosen;
  const shown = typeof chosen === 'string' ? JSON.stringify(chosen) : chosen; // who calls from JavaScript may give anything
  throw new ReelsenseError(
    'invalid-option',
    `The option ${name} is ${shown}; give a whole number of at least 1.`,
  );
}
