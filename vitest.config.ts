import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'benchmarks/**/*.test.ts'],
    globalSetup: './scripts/compilation.mjs', // a stale dist/ would let tests of the command line pass
    pool: 'forks', // ONNX Runtime's sessions live in their own process; a crash stays in one file.
    maxWorkers: 2,
    // Some tests hold a time or drive a browser, on machines that others use too: what fails twice has failed, and
    // `npm test` names what passed at the second try alone.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
