import { describe, expect, it } from 'vitest';
import { type PyTorchFacts, unfairness } from './pytorch.js';

const on = (blas: string): PyTorchFacts => ({
  ...{ library: 'PyTorch 1.13.1', python: '3.11', threads: 2, fastest: '', variants: {} },
  blas,
});

describe('the comparison with PyTorch', () => {
  it('says nothing when each runs on the library that its name promises', () => {
    expect(unfairness('asInstalled', on('openblas-pthread/libblas.so.3'))).toBeUndefined();
    expect(unfairness('tuned', on('openblas-openmp/libblas.so.3'))).toBeUndefined();
  });

  it('says so when one runs on another library', () => {
    expect(unfairness('asInstalled', on('openblas-openmp/libblas.so.3'))).toContain('libopenblas0-pthread');
    expect(unfairness('tuned', on('openblas-pthread/libblas.so.3'))).toContain('libopenblas0-openmp');
    for (const way of ['asInstalled', 'tuned'] as const)
      expect(unfairness(way, on('blas/libblas.so.3.11.0'))).toMatch(/^UNFAIR/);
  });
});
