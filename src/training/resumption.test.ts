import { expect, it } from 'vitest';
import type { CheckpointStore, Fingerprint } from '../checkpoint/index.js';
import { loadToGoOn } from './resumption.js';

it('goes on with what versions of before saved of teachers, and else only with the same answers', async () => {
  const now = { hiddenSize: 8, teachers: ['a'], softLabels: 'answers' };
  const goOn = (saved: Fingerprint) => {
    const store = { loadNewest: async () => ({ header: { fingerprint: saved }, rejected: [] }) };
    return loadToGoOn(store as unknown as CheckpointStore, now, undefined);
  };
  expect(await goOn({ hiddenSize: 8, teachers: ['a'] })).toBeDefined();
  expect(await goOn(now)).toBeDefined();
  await expect(goOn({ ...now, softLabels: 'others' })).rejects.toThrow('what the teachers say');
  await expect(goOn({ hiddenSize: 8, teachers: ['b'] })).rejects.toMatchObject({ code: 'resume-mismatch' });
  await expect(goOn({ hiddenSize: 8 })).rejects.toMatchObject({ code: 'resume-mismatch' });
});
