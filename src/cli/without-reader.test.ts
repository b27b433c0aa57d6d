import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fakeStreams } from './fake-streams.test-support.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-without-reader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('trains to the end where nobody reads what it prints, as in `train | head`', async () => {
  const { streams, written } = fakeStreams();
  streams.stdout._write = (_chunk, _encoding, done) =>
    done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
  const out = join(folder, 'model');
  const sizes = ['--hidden-size', '8', '--embedding-size', '8', '--training-length', '20'];
  const words = [
    'train',
    '--data',
    'data/sample-reviews.csv',
    '--out',
    out,
    '--preset',
    'small',
    '--epochs',
    '1',
  ];
  expect(await run([...words, ...sizes, '--threads', '1'], streams)).toBe(0);
  expect(written.stderr).toBe('');
  expect(existsSync(join(out, 'manifest.json'))).toBe(true);
});
