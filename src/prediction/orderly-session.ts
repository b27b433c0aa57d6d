/** A session that ends in good order: its release waits for the runs under way, and refuses those that come later. */
import { ReelsenseError } from '../errors/index.js';
import type { CreateSession, GraphSession } from './session.js';

/** `create`, with sessions that end in good order. */
export function inGoodOrder(create: CreateSession): CreateSession {
  return async (model, options) => new OrderlySession(await create(model, options));
}

export function releasedError(): ReelsenseError {
  return new ReelsenseError('released', 'This predictor was released; load the model again.');
}

class OrderlySession implements GraphSession {
  private readonly running = new Set<Promise<unknown>>();
  private released = false;

  constructor(private readonly session: GraphSession) {}

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  /** @throws ReelsenseError 'released' */
  async run(...parameters: Parameters<GraphSession['run']>): ReturnType<GraphSession['run']> {
    if (this.released) throw releasedError();
    const running = this.session.run(...parameters);
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  async release(): Promise<void> {
    this.released = true;
    await Promise.allSettled(this.running);
    await this.session.release();
  }
}
