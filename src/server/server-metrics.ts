/** What the server counts about itself. Labels are routes, statuses and codes of tables of ours, so their number is bounded. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { TextOutcome } from './job.js';
import type { JobQueue } from './job-queue.js';
import { Counter, Gauge, Histogram, type Metric } from './prometheus.js';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const texts = [1, 2, 4, 8, 16, 32];
const tokens = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];
/** Quantiles of the event loop's delay. */
const quantiles = [0.5, 0.99, 1];

export class ServerMetrics {
  private readonly requests = new Counter('reelsense_http_requests_total', 'Requests answered.');
  private readonly durations = new Histogram(
    'reelsense_http_request_duration_seconds',
    'From the headers of a request to the end of its answer.',
    seconds,
  );
  private readonly rejections = new Counter(
    'reelsense_rejections_total',
    'Requests that were refused or failed, by code.',
  );
  private readonly batchTexts = new Histogram('reelsense_batch_texts', 'Texts run together.', texts);
  private readonly batchTokens = new Histogram(
    'reelsense_batch_padded_tokens',
    'Texts x longest text of what was run together, in tokens.',
    tokens,
  );
  private readonly tokensRead = new Counter('reelsense_tokens_read_total', 'Tokens that the model read.');
  private readonly texts = new Counter('reelsense_texts_total', 'Texts that were predicted.');
  private readonly truncated = new Counter(
    'reelsense_truncated_texts_total',
    'Texts whose end was not read.',
  );
  private readonly delay = monitorEventLoopDelay({ resolution: 10 });
  private readonly metrics: readonly Metric[];

  constructor(queue: JobQueue) {
    this.delay.enable();
    this.metrics = [
      this.requests,
      this.durations,
      this.rejections,
      new Gauge('reelsense_queue_texts', 'Texts that wait for a thread.', () => [
        [{ lane: 'requests' }, queue.queuedTexts],
        [{ lane: 'streams' }, queue.queuedStreamTexts],
      ]),
      new Gauge(
        'reelsense_queue_explanations',
        'Explanations that wait for a thread.',
        () => queue.queuedExplanations,
      ),
      this.batchTexts,
      this.batchTokens,
      this.texts,
      this.tokensRead,
      this.truncated,
      new Gauge(
        'reelsense_event_loop_lag_seconds',
        'Delay of the thread that answers HTTP since the last look.',
        () => this.takeDelays(),
      ),
      new Gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss()),
      new Gauge(
        'nodejs_heap_size_used_bytes',
        'Heap of the thread that answers HTTP.',
        () => process.memoryUsage().heapUsed,
      ),
      new Gauge(
        'process_cpu_seconds_total',
        'Processor time of the process.',
        () => {
          const { user, system } = process.cpuUsage();
          return (user + system) / 1e6;
        },
        'counter',
      ),
      new Gauge('process_start_time_seconds', 'When the process began, in seconds since 1970.', () =>
        Math.round(Date.now() / 1000 - process.uptime()),
      ),
    ];
  }

  /** @param route as in the table of endpoints, or 'other' */
  answered(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void {
    const { method, route, status, seconds: duration } = request;
    this.requests.add(1, { method, route, status: String(status) });
    this.durations.observe(duration, { route });
  }

  rejected(code: string): void {
    this.rejections.add(1, { code });
  }

  ran(outcomes: readonly TextOutcome[]): void {
    let [longest, count] = [0, 0];
    for (const outcome of outcomes) {
      if (outcome instanceof Error) continue;
      const { used } = outcome.tokens;
      count++;
      longest = Math.max(longest, used + 1); // the start token
      this.tokensRead.add(used);
      if (outcome.truncated) this.truncated.add(1);
    }
    this.texts.add(count);
    this.batchTexts.observe(count);
    this.batchTokens.observe(count * longest);
  }

  write(): string {
    return this.metrics.map((metric) => metric.write()).join('');
  }

  close(): void {
    this.delay.disable();
  }

  private takeDelays(): [{ quantile: string }, number][] {
    const found = quantiles.map((quantile): [{ quantile: string }, number] => {
      const nanoseconds = quantile === 1 ? this.delay.max : this.delay.percentile(100 * quantile);
      return [{ quantile: String(quantile) }, Math.max(0, nanoseconds / 1e9 - 0.01)]; // the sampler's own 10 ms
    });
    this.delay.reset();
    return found.map(([labels, value]) => [labels, Number.isFinite(value) && value < 1e6 ? value : 0]);
  }
}
