/** Servers for tests: the HTTP side as it is, with something simple in the place of a model in a thread. */
import type { ExplainOptions, Explanation, Prediction } from '../prediction/index.js';
import type { Assets } from './assets.js';
import { assembleServer, type Server } from './create-server.js';
import { DocumentedAnswers } from './documented-answers.test-support.js';
import { type PredictionRunner, RunnerLostError } from './runner.js';
import type { ServedModel } from './served-model.js';
import { resolveSettings, type ServerSettings } from './settings.js';

const manifest = {
  path: 'manifest.json',
  content: Buffer.from('{"files": {}}'),
  sha256: 'cd'.repeat(32),
  type: 'application/json; charset=utf-8',
  gzip: undefined,
};

export const testModel = {
  name: 'stand-in',
  sha256: 'ab'.repeat(32),
  labels: ['negative', 'positive'],
  maximumLength: 11,
  about: {
    architecture: { hiddenSize: 4 },
    metrics: null,
    card: '# A stand-in',
    baselines: [{ name: 'a coin', accuracy: 0.5, outsideData: 'none', source: 'measured' }],
    files: [manifest],
    bytes: 13,
    device: { name: 'smaller', sha256: 'ef'.repeat(32), files: [manifest], accuracy: 0.5 },
  },
} satisfies ServedModel;

/** 'positive' by how much of the text is the letter o; so that each text has an answer of its own. */
export function predictionOf(text: string): Prediction {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const positive = [...text].filter((letter) => letter === 'o').length / text.length;
  const label = positive >= 0.5 ? 'positive' : 'negative';
  return {
    label,
    probability: Math.max(positive, 1 - positive),
    scores: { negative: 1 - positive, positive },
    tokens: { total: words.length, used: Math.min(10, words.length), unknown: 0 },
    truncated: words.length > 10,
  };
}

/** One word, which is the whole text. */
export function explanationOf(text: string, { curve, sentences }: ExplainOptions): Explanation {
  const { positive = 0 } = predictionOf(text).scores;
  return {
    ...predictionOf(text),
    target: 'positive',
    method: 'integrated-gradients',
    logOdds: 1.5,
    baselineLogOdds: 0.25,
    words: [{ start: 0, end: text.length, contribution: 1, known: true }],
    rest: 0.25,
    ...(curve ? { curve: [{ end: text.length, probability: positive }] } : {}),
    ...(sentences ? { sentences: [{ start: 0, end: text.length, probability: positive }] } : {}),
  };
}

/** A runner that a test holds back, fails or kills; `calls` are the batches that it was given. */
export class TestRunner implements PredictionRunner {
  alive = true;
  readonly calls: string[][] = [];
  private held: (() => void)[] | undefined;
  private lose: ((error: Error) => void) | undefined;

  /** @param fault called with the texts of each batch: throws what the runner shall fail with */
  constructor(private readonly fault: (texts: readonly string[]) => void = () => undefined) {}

  async predictMany(texts: readonly string[]): Promise<Prediction[]> {
    await this.work(texts);
    return texts.map(predictionOf);
  }

  async explain(text: string, options: ExplainOptions): Promise<Explanation> {
    await this.work([text]);
    return explanationOf(text, options);
  }

  private async work(texts: readonly string[]): Promise<void> {
    this.calls.push([...texts]);
    const { held } = this;
    await new Promise<void>((resolve, reject) => {
      this.lose = reject;
      if (held === undefined) resolve();
      else held.push(resolve);
    });
    this.fault(texts);
  }

  /** From now on nothing is answered. */
  hold(): void {
    this.held = [];
  }

  /** Answers what was held back, and goes on. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const resolve of held) resolve();
  }

  die(): void {
    this.alive = false;
    this.lose?.(new RunnerLostError('The runner died.'));
  }

  async close(): Promise<void> {
    this.die();
  }
}

/** Every answer to `inject` is held against the document. */
export async function testServer(
  given: Partial<ServerSettings> = {},
  runner: TestRunner = new TestRunner(),
  onError?: (error: unknown) => void,
  assets?: Assets,
  model: ServedModel = testModel,
): Promise<Server> {
  const settings = resolveSettings({ port: 0, threads: 1, ...given });
  const server = await assembleServer({ model, startRunner: async () => runner, onError, assets }, settings);
  const documented = new DocumentedAnswers(settings);
  return {
    ...server,
    async inject(request) {
      const answer = await server.inject(request);
      documented.check(request, answer);
      return answer;
    },
  };
}

/** Waits until something holds, looking every few milliseconds; fails after five seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come to hold within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
