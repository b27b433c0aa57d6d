import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Server } from './create-server.js';
import { Counter, Histogram } from './prometheus.js';
import { testServer } from './server.test-support.js';

let server: Server;

beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

function predict(body: object) {
  const headers = { 'content-type': 'application/json' };
  return server.inject({ method: 'POST', url: '/api/v1/predict', headers, payload: JSON.stringify(body) });
}

describe('GET /metrics', () => {
  it('counts requests, batches, tokens, what was cut off, and what was refused', async () => {
    await predict({ texts: ['o o', 'x x'] });
    await predict({ text: `${'o '.repeat(12)}` }); // reads 10 of 12
    await predict({ text: '' });
    await server.inject({ method: 'GET', url: '/no/such/address' });
    const { headers, body } = await server.inject({ method: 'GET', url: '/metrics' });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = body.split('\n');
    for (const line of [
      'reelsense_http_requests_total{method="POST",route="/api/v1/predict",status="200"} 2',
      'reelsense_http_requests_total{method="POST",route="/api/v1/predict",status="400"} 1',
      'reelsense_http_requests_total{method="GET",route="other",status="404"} 1',
      'reelsense_http_request_duration_seconds_count{route="/api/v1/predict"} 3',
      'reelsense_rejections_total{code="empty-text"} 1',
      'reelsense_rejections_total{code="not-found"} 1',
      'reelsense_queue_texts{lane="requests"} 0',
      'reelsense_batch_texts_bucket{le="1"} 1',
      'reelsense_batch_texts_bucket{le="2"} 2',
      'reelsense_batch_texts_count 2',
      'reelsense_batch_padded_tokens_sum 17', // 2 x 3, and 11
      'reelsense_texts_total 3',
      'reelsense_tokens_read_total 14',
      'reelsense_truncated_texts_total 1',
    ]) {
      expect(lines).toContain(line);
    }
    expect(body).toMatch(/^reelsense_event_loop_lag_seconds\{quantile="0\.99"\} \d/m);
    expect(body).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
  });

  it('has no line that Prometheus would not read', async () => {
    const { body } = await server.inject({ method: 'GET', url: '/metrics' });
    const line =
      /^(# (HELP \w+ .+|TYPE \w+ (counter|gauge|histogram))|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/;
    expect(
      body
        .trimEnd()
        .split('\n')
        .filter((text) => !line.test(text)),
    ).toEqual([]);
  });
});

describe('the text of a metric', () => {
  it('escapes what a label holds', () => {
    const counter = new Counter('n', 'Help.');
    counter.add(2, { code: 'a"b\\c\nd' });
    expect(counter.write()).toBe('# HELP n Help.\n# TYPE n counter\nn{code="a\\"b\\\\c\\nd"} 2\n');
  });

  it('counts each value of a histogram in all the buckets above it', () => {
    const histogram = new Histogram('h', 'Help.', [1, 2]);
    for (const value of [0.5, 1, 1.5, 9]) histogram.observe(value);
    expect(histogram.write().split('\n').slice(2, -1)).toEqual([
      'h_bucket{le="1"} 2',
      'h_bucket{le="2"} 3',
      'h_bucket{le="+Inf"} 4',
      'h_sum 12',
      'h_count 4',
    ]);
  });
});
