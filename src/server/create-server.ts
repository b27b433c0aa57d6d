/** A model behind HTTP: the queue, the runners, the application, and an orderly end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { InjectOptions } from 'fastify';
import type { ModelBundle } from '../checkpoint/index.js';
import { modelFolder } from '../load-model.js';
import { type Assets, loadAssets } from './assets.js';
import { httpApplication } from './http-application.js';
import { JobQueue } from './job-queue.js';
import { listen, type ServerAddress } from './listen.js';
import { packageVersion } from './package-version.js';
import type { StartRunner } from './runner.js';
import { RunnerPool } from './runner-pool.js';
import { readServedModel, type ServedModel } from './served-model.js';
import { ServerMetrics } from './server-metrics.js';
import { resolveSettings, type ServerSettings } from './settings.js';
import { startWorkerRunner } from './worker-runner.js';

/** For answers on their way and requests half sent, once everything accepted is answered. */
const LAST_MILLISECONDS = 1000;

export interface ServerOptions extends Partial<ServerSettings> {
  /** A model folder or the name of a bundled model, as `loadModel` takes it, the same by default; or one that is read already. */
  readonly model?: string | ModelBundle | undefined;
  /** The model that pages run in browsers, a folder or a name too; the same one where it is not given. */
  readonly deviceModel?: string | undefined;
  /** Told of what goes wrong inside, never with a word of a review; nothing is printed here. */
  readonly onError?: (error: unknown) => void;
}

export interface InjectedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

export interface InjectedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface Server {
  readonly settings: ServerSettings;
  readonly model: ServedModel;
  /** Answers a request without a socket. */
  inject(request: InjectedRequest): Promise<InjectedAnswer>;
  /** @throws ReelsenseError 'port-in-use', 'invalid-option'; the server is then closed */
  listen(): Promise<ServerAddress>;
  /** Answers what was accepted, refuses what comes, and ends within `drainTimeout` and about two seconds. */
  close(): Promise<void>;
}

/** What stands behind the HTTP side; tests put something simple in the place of threads. */
export interface ServerParts {
  readonly model: ServedModel;
  readonly startRunner: StartRunner;
  /** Of the built front end when undefined. */
  readonly assets?: Assets | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Reads and checks the model, and starts its threads. Resolves when all stand ready.
 * @throws ReelsenseError 'file-not-found', 'damaged-model', 'invalid-option', 'wrong-type'
 */
export async function createServer({
  model: source,
  deviceModel,
  onError,
  ...given
}: ServerOptions = {}): Promise<Server> {
  const settings = resolveSettings(given);
  const { bundle, model } = await readServedModel(
    isBundle(source) ? source : modelFolder(source),
    deviceModel === undefined ? undefined : modelFolder(deviceModel),
  );
  const { metrics: _metrics, card: _card, ...parts } = bundle;
  const start = {
    bundle: parts,
    maximumPaddedTokens: settings.maximumBatchTokens,
    maximumBytes: 3 * settings.maximumTextCharacters, // the limit in characters is the one that counts
    maximumCharacters: settings.maximumTextCharacters,
  };
  const startRunner: StartRunner = () => startWorkerRunner(start);
  return assembleServer({ model, startRunner, onError }, settings);
}

function isBundle(model: ServerOptions['model']): model is ModelBundle {
  return typeof model === 'object' && model !== null && 'configuration' in model;
}

/** `createServer`, then `listen`. */
export async function startServer(
  options: ServerOptions = {},
): Promise<{ server: Server; address: ServerAddress }> {
  const server = await createServer(options);
  return { server, address: await server.listen() };
}

export async function assembleServer(parts: ServerParts, settings: ServerSettings): Promise<Server> {
  const { model, startRunner, onError = () => undefined } = parts;
  const queue = new JobQueue(settings, model.maximumLength);
  const metrics = new ServerMetrics(queue);
  const assets = parts.assets ?? (await loadAssets());
  const pool = await RunnerPool.start(queue, {
    threads: settings.threads,
    startRunner,
    runTimeout: settings.answerTimeout,
    onError,
    onBatch: (outcomes) => metrics.ran(outcomes),
  });
  let closed: Promise<void> | undefined;
  const app = httpApplication({
    model,
    settings,
    queue,
    metrics,
    version: await packageVersion(),
    assets,
    onError,
    isServing: () => pool.isServing,
    isStopping: () => closed !== undefined,
  });

  const drain = async (): Promise<void> => {
    queue.stop();
    const waited = new AbortController();
    const limit = sleep(settings.drainTimeout, undefined, { signal: waited.signal }).catch(() => undefined);
    await Promise.race([queue.idle(), limit]);
    waited.abort();
    queue.close();
    const last = setTimeout(() => app.server.closeAllConnections(), LAST_MILLISECONDS);
    await app.close();
    clearTimeout(last);
    await pool.close();
    metrics.close();
  };
  const close = (): Promise<void> => {
    closed ??= drain();
    return closed;
  };

  return {
    settings,
    model,
    close,
    async inject(request) {
      const { statusCode, headers, body } = await app.inject(request as InjectOptions);
      return { statusCode, headers, body };
    },
    async listen() {
      try {
        return await listen(app, settings.host, settings.port);
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}
