/** Reading on the device: the page's side of the worker. */
import type { Explanation, Prediction } from '../api/index.js';
import { ApiFailure } from '../api/index.js';
import type { Reader } from '../reading/reader.js';
import type { Question, Reply, StartOptions } from './messages.js';
import { startWorker } from './start-worker.js';

interface Waiting {
  readonly resolve: (answer: Prediction | Explanation | null) => void;
  readonly reject: (failure: ApiFailure) => void;
}

export class DeviceReader implements Reader {
  readonly place = 'device';
  private readonly worker = startWorker();
  private readonly waiting = new Map<number, Waiting>();
  private questions = 0;

  private constructor(onProgress: (loaded: number, total: number) => void) {
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
      const message = `The part of the page that reads on this device stopped (${event.message || 'no reason given'}). Reload the page.`;
      for (const { reject } of this.waiting.values()) reject(new ApiFailure({ code: 'device', message }));
      this.waiting.clear();
    });
  }

  /** Fetches what is not kept yet, and loads the model. @throws ApiFailure */
  static async start(
    options: StartOptions,
    onProgress: (loaded: number, total: number) => void,
  ): Promise<DeviceReader> {
    const reader = new DeviceReader(onProgress);
    try {
      await reader.ask((id) => ({ kind: 'start', id, ...options }));
      return reader;
    } catch (error) {
      reader.stop();
      throw error;
    }
  }

  async predict(text: string, signal: AbortSignal): Promise<Prediction> {
    return (await this.ask((id) => ({ kind: 'predict', id, text }), signal)) as Prediction;
  }

  async explain(text: string, signal: AbortSignal): Promise<Explanation> {
    return (await this.ask((id) => ({ kind: 'explain', id, text }), signal)) as Explanation;
  }

  stop(): void {
    this.worker.terminate();
    this.waiting.clear();
  }

  private ask(
    question: (id: number) => Question,
    signal?: AbortSignal,
  ): Promise<Prediction | Explanation | null> {
    const id = ++this.questions;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => {
        if (!this.waiting.delete(id)) return;
        this.worker.postMessage({ kind: 'forget', id } satisfies Question);
        reject(new ApiFailure({ code: 'forgotten', message: 'Not wanted any more.' }));
      });
      this.worker.postMessage(question(id));
    });
  }
}
