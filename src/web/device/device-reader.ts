/**
 * Reading on the device: the page's side of two workers. One gives verdicts and the other explanations, which take longer: a verdict
 * never waits for one.
 */
import type { Explanation, ModelIdentity, Prediction } from '../api/index.js';
import type { ByModel, Reader } from '../reading/reader.js';
import type { StartOptions } from './messages.js';
import { WorkerConnection } from './worker-connection.js';

export class DeviceReader implements Reader {
  readonly place = 'device';

  private constructor(
    private readonly verdicts: WorkerConnection,
    private readonly reasons: WorkerConnection,
    private readonly model: ModelIdentity,
  ) {}

  /** Fetches what is not kept yet, and loads the model. The signal ends both, and nothing is answered then. @throws ApiFailure */
  static async start(
    { signal, ...options }: StartOptions & { readonly signal: AbortSignal },
    onProgress: (loaded: number, total: number) => void,
  ): Promise<DeviceReader> {
    const reader = new DeviceReader(new WorkerConnection(onProgress), new WorkerConnection(), options.model);
    signal.addEventListener('abort', () => reader.stop());
    try {
      await reader.verdicts.ask({ kind: 'start', ...options });
      await reader.reasons.ask({ kind: 'start', ...options }); // from the cache
      return reader;
    } catch (error) {
      reader.stop();
      throw error;
    }
  }

  async predict(text: string, signal: AbortSignal): Promise<ByModel<Prediction>> {
    const answer = (await this.verdicts.ask({ kind: 'predict', text }, signal)) as Prediction;
    return { ...answer, model: this.model };
  }

  async explain(text: string, signal: AbortSignal): Promise<ByModel<Explanation>> {
    const answer = (await this.reasons.ask({ kind: 'explain', text }, signal)) as Explanation;
    return { ...answer, model: this.model };
  }

  stop(): void {
    this.verdicts.stop();
    this.reasons.stop();
  }
}
