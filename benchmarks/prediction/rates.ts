/** One review after the other, and many at once, in this thread; and how much of it is not the runtime's. */
import { readModelFolder } from '../../src/checkpoint/index.js';
import { type CreateSession, Predictor } from '../../src/prediction/index.js';
import { Session } from '../../src/runtime/index.js';
import { median, quantile } from '../statistics.js';

export interface SingleReview {
  /** Milliseconds from text to probability. */
  readonly p50: number;
  readonly p99: number;
  readonly shareOutside: number;
}

export interface Bulk {
  readonly reviewsPerSecond: number;
  /** Share of the time outside the runtime: cleaning, tokenising, padding, unpacking. */
  readonly shareOutside: number;
}

/** A predictor on one thread that knows how long its runtime was at work. */
export class TimedPredictor {
  private constructor(
    private readonly predictor: Predictor,
    private readonly clock: { inside: number },
  ) {}

  static async create(folder: string): Promise<TimedPredictor> {
    const clock = { inside: 0 };
    const createSession: CreateSession = async (model, options) => {
      const session = await Session.create(model, options);
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        release: () => session.release(),
        async run(feeds) {
          const began = performance.now();
          const results = await session.run(feeds);
          clock.inside += performance.now() - began;
          return results;
        },
      };
    };
    const predictor = await Predictor.create(await readModelFolder(folder), { createSession, threads: 1 });
    return new TimedPredictor(predictor, clock);
  }

  async single(texts: readonly string[]): Promise<SingleReview> {
    for (const text of texts.slice(0, 50)) await this.predictor.predict(text);
    this.clock.inside = 0;
    const times: number[] = [];
    for (const text of texts) {
      const began = performance.now();
      await this.predictor.predict(text);
      times.push(performance.now() - began);
    }
    const total = times.reduce((sum, time) => sum + time, 0);
    return {
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      shareOutside: 1 - this.clock.inside / total,
    };
  }

  /** Medians over `rounds`. */
  async bulk(texts: readonly string[], rounds: number): Promise<Bulk> {
    await this.predictor.predictMany(texts.slice(0, 64));
    const [rates, shares]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      this.clock.inside = 0;
      const began = performance.now();
      await this.predictor.predictMany(texts);
      const milliseconds = performance.now() - began;
      rates.push((1000 * texts.length) / milliseconds);
      shares.push(1 - this.clock.inside / milliseconds);
    }
    return { reviewsPerSecond: median(rates), shareOutside: median(shares) };
  }

  async release(): Promise<void> {
    await this.predictor.release();
  }
}
