/**
 * Training a language model: B streams of text are read side by side, T tokens a step, the states carried on. A batch is one
 * number, the step's window; each replica has every so-manieth stream. The backward direction reads the same streams from
 * their ends.
 */
import {
  type Direction,
  directionNames,
  type LanguageModelArchitecture,
  languageModelInput,
  languageModelOutput,
} from '../models/index.js';
import { float32, type Tensor } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { DistinctTokens } from './distinct-tokens.js';
import { floats } from './floats.js';
import type { ReplicaPlace, StepTask } from './step-task.js';

/** Streams of tokens under each other: stream b is tokens[b * length] up to tokens[(b + 1) * length]. */
export interface TokenStreams {
  readonly tokens: Int32Array<SharedArrayBuffer>;
  readonly streams: number;
  readonly length: number;
}

export interface LanguageModelTaskSetup {
  readonly kind: 'language-model';
  readonly architecture: LanguageModelArchitecture;
  readonly training: TokenStreams;
  readonly heldOut: TokenStreams;
  /** T: tokens of each stream in a step. */
  readonly window: number;
  readonly dropout: number;
  readonly seed: number;
  /** Log of each word's share of the text. */
  readonly logFrequency: Float32Array<SharedArrayBuffer>;
  /** Carried states of all training streams, [direction][h, c][stream][H]. */
  readonly carried: Float32Array<SharedArrayBuffer>;
}

/** Windows in which every stream has a next token: how many steps an epoch has. */
export function windowCount({ length }: TokenStreams, window: number): number {
  return Math.floor((length - 1) / window);
}

export class LanguageModelTask implements StepTask {
  /** Of held-out streams, by feed name; zeros before the first window. */
  private heldOutStates: Record<string, Float32Array> = {};
  /** The words that a direction can predict. */
  private readonly candidates: DistinctTokens;
  /** Of each word of the vocabulary, should it be a candidate. */
  private readonly candidateBias: Float32Array;

  constructor(
    private readonly setup: LanguageModelTaskSetup,
    private readonly place: ReplicaPlace,
  ) {
    this.candidates = new DistinctTokens(setup.architecture.vocabularySize);
    this.candidateBias = candidateBias(
      setup.logFrequency,
      setup.training.streams * (setup.window + 1), // tokens that a direction reads or predicts in a step
    );
  }

  private get directions() {
    return directionNames(this.setup.architecture);
  }

  collect([window]: readonly number[], distinct: DistinctTokens): void {
    distinct.clear();
    for (const direction of this.directions) this.addWindow(direction, window!, distinct);
    distinct.sort();
  }

  /** Adds the tokens of all streams that a direction reads or predicts in a window. */
  private addWindow(direction: Direction, window: number, distinct: DistinctTokens): void {
    const { training, window: T } = this.setup;
    for (let stream = 0; stream < training.streams; stream++) {
      const first = firstPlace(training, stream, direction, window * T);
      const from = direction === 'forward' ? first : first - T;
      distinct.addAll(training.tokens, from, from + T + 1);
    }
  }

  feeds(
    [window]: readonly number[],
    distinct: DistinctTokens,
    step: number,
  ): Record<string, Tensor> | undefined {
    const { training, dropout, seed, architecture, carried } = this.setup;
    const own = this.ownStreams(training);
    if (own.length === 0) return undefined;
    const feeds = this.tokenFeeds(training, own, window!, distinct, (direction) => {
      this.candidates.clear();
      this.addWindow(direction, window!, this.candidates);
      return { candidates: this.candidates, bias: valuesOf(this.candidateBias, this.candidates.ids) };
    });
    feeds.share = float32([own.length / training.streams], []);
    const { hiddenSize: H, embeddingSize: E } = architecture;
    this.directions.forEach((direction, d) => {
      (['h', 'c'] as const).forEach((part, p) => {
        const state = new Float32Array(H * own.length); // [H, B]
        own.forEach((stream, b) => {
          const from = ((d * 2 + p) * training.streams + stream) * H;
          for (let k = 0; k < H; k++) state[k * own.length + b] = carried[from + k]!;
        });
        feeds[languageModelInput(direction, part)] = float32(state, [H, own.length]);
      });
      if (dropout === 0) return;
      const embedding = new Float32Array(own.length * E); // [1, B, E]
      const output = new Float32Array(H * own.length); // [H, B]
      own.forEach((stream, b) => {
        // Each stream has draws of its own, so that they do not depend on how many replicas share the streams.
        const random = new Random((Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step, 0x85ebca6b)) | 0).fork(
          stream * 2 + d,
        );
        const draw = (): number => (random.uniform() < dropout ? 0 : 1 / (1 - dropout));
        for (let e = 0; e < E; e++) embedding[b * E + e] = draw();
        for (let k = 0; k < H; k++) output[k * own.length + b] = draw();
      });
      feeds[languageModelInput(direction, 'embedding_mask')] = float32(embedding, [1, own.length, E]);
      feeds[languageModelInput(direction, 'output_mask')] = float32(output, [H, own.length]);
    });
    return feeds;
  }

  finish(results: Readonly<Record<string, Tensor>>): void {
    const { training, architecture, carried } = this.setup;
    const own = this.ownStreams(training);
    const H = architecture.hiddenSize;
    this.directions.forEach((direction, d) => {
      (['h', 'c'] as const).forEach((part, p) => {
        const state = floats(results[languageModelOutput(direction, part)]); // [H, B]
        own.forEach((stream, b) => {
          const from = ((d * 2 + p) * training.streams + stream) * H;
          for (let k = 0; k < H; k++) carried[from + k] = state[k * own.length + b]!;
        });
      });
    });
  }

  private ownStreams({ streams }: TokenStreams): number[] {
    const { index, count } = this.place;
    return Array.from({ length: streams }, (_, stream) => stream).filter(
      (stream) => stream % count === index,
    );
  }

  /** Tokens, candidates and targets of a window for both directions, each in its reading order. */
  private tokenFeeds(
    streams: TokenStreams,
    own: readonly number[],
    window: number,
    distinct: DistinctTokens,
    candidatesOf: (direction: Direction) => { candidates: DistinctTokens; bias: Float32Array },
  ): Record<string, Tensor> {
    const { window: T } = this.setup;
    const { tokens } = streams;
    const B = own.length;
    const feeds: Record<string, Tensor> = {};
    for (const direction of this.directions) {
      const { candidates, bias } = candidatesOf(direction);
      const stride = direction === 'forward' ? 1 : -1;
      const read = new Int32Array(T * B);
      const next = new Int32Array(T * B);
      own.forEach((stream, b) => {
        const first = firstPlace(streams, stream, direction, window * T);
        for (let t = 0; t < T; t++) {
          read[t * B + b] = distinct.placeOf(tokens[first + stride * t]!);
          next[t * B + b] = candidates.placeOf(tokens[first + stride * (t + 1)]!);
        }
      });
      const places = new Int32Array(candidates.ids.length);
      candidates.ids.forEach((id, u) => {
        places[u] = distinct.placeOf(id);
      });
      const feed = (part: Parameters<typeof languageModelInput>[1], tensor: Tensor): void => {
        feeds[languageModelInput(direction, part)] = tensor;
      };
      feed('tokens', { type: 'int32', data: read, shape: [T, B] });
      feed('targets', { type: 'int32', data: next, shape: [T, B] });
      feed('candidates', { type: 'int32', data: places, shape: [places.length] });
      feed('candidate_bias', float32(bias));
    }
    return feeds;
  }

  /** All words: perplexity is measured with the whole softmax. */
  collectForEvaluation(_batch: readonly number[], distinct: DistinctTokens): void {
    distinct.clear();
    for (let id = 0; id < this.setup.architecture.vocabularySize; id++) distinct.add(id);
  }

  evaluationFeeds([window]: readonly number[], distinct: DistinctTokens): Record<string, Tensor> {
    const { heldOut, architecture, logFrequency } = this.setup;
    const all = Array.from({ length: heldOut.streams }, (_, stream) => stream);
    const bias = valuesOf(logFrequency, distinct.ids);
    const feeds = this.tokenFeeds(heldOut, all, window!, distinct, () => ({ candidates: distinct, bias }));
    feeds.share = float32([1], []);
    if (window === 0) this.heldOutStates = {};
    const H = architecture.hiddenSize;
    for (const direction of this.directions) {
      for (const part of ['h', 'c'] as const) {
        const name = languageModelInput(direction, part);
        feeds[name] = float32(this.heldOutStates[name] ?? new Float32Array(H * all.length), [H, all.length]);
      }
    }
    return feeds;
  }

  /** The loss of the window, [1]; its states are carried to the next. */
  measured(results: Readonly<Record<string, Tensor>>): Float32Array {
    for (const direction of this.directions) {
      for (const part of ['h', 'c'] as const) {
        const state = floats(results[languageModelOutput(direction, part)]);
        this.heldOutStates[languageModelInput(direction, part)] = Float32Array.from(state);
      }
    }
    return Float32Array.from(floats(results.loss));
  }
}

/** Where a direction begins to read a stream, `read` tokens after its start. */
function firstPlace({ length }: TokenStreams, stream: number, direction: Direction, read: number): number {
  return direction === 'forward' ? stream * length + read : (stream + 1) * length - 1 - read;
}

/** Of each id its value. A loop: `Float32Array.from` with a function takes ten times as long. */
function valuesOf(values: Float32Array, ids: readonly number[]): Float32Array {
  const found = new Float32Array(ids.length);
  ids.forEach((id, u) => {
    found[u] = values[id]!;
  });
  return found;
}

/** log f(w) - log q(w), q(w) = 1 - (1 - f(w))^draws: the chance that a word is among the tokens of its direction. */
function candidateBias(logFrequency: Float32Array, draws: number): Float32Array {
  return logFrequency.map((log) => {
    const chance = -Math.expm1(draws * Math.log1p(-Math.min(Math.exp(log), 0.5)));
    return log - Math.log(Math.max(chance, 1e-30));
  });
}
