/** Questions to a worker and their answers. */
import { ApiFailure } from '../api/index.js';
import type { Answer, Question, Reply } from './messages.js';
import { startWorker } from './start-worker.js';

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: ApiFailure) => void;
}

export class WorkerConnection {
  private readonly worker = startWorker();
  private readonly waiting = new Map<number, Waiting>();
  private questions = 0;
  /** Of the worker as a whole, which answers nothing from then on. */
  private failure: ApiFailure | undefined;

  constructor(onProgress: (loaded: number, total: number) => void = () => {}) {
    this.worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if (data.kind === 'progress') {
        onProgress(data.loaded, data.total);
        return;
      }
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.kind === 'answer') waiting?.resolve(data.answer);
      else waiting?.reject(new ApiFailure(data.mistake));
    });
    this.worker.addEventListener('error', (event) => {
      const reason = event.message || 'no reason given';
      const message = `The part of the page that reads on this device stopped (${reason}). Reload the page.`;
      const failure = new ApiFailure({ code: 'device', message });
      this.failure = failure;
      for (const { reject } of this.waiting.values()) reject(failure);
      this.waiting.clear();
    });
  }

  /** @throws ApiFailure */
  ask(question: Question, signal?: AbortSignal): Promise<Answer> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = ++this.questions;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => {
        if (!this.waiting.delete(id)) return;
        this.worker.postMessage({ id, question: { kind: 'forget' } });
        reject(new ApiFailure({ code: 'forgotten', message: 'Not wanted any more.' }));
      });
      this.worker.postMessage({ id, question });
    });
  }

  stop(): void {
    this.worker.terminate();
    this.waiting.clear();
  }
}
