import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type ModelBundle, readModelFolder, writeModelFolder } from '../checkpoint/index.js';
import { type ModelMetrics, type RecordedEvaluation, requireMetrics } from '../training/index.js';
import { recordEvaluation } from './record-evaluation.js';

const parent = mkdtempSync(join(tmpdir(), 'reelsense-record-'));
const folder = join(parent, 'model');
const tiny = fileURLToPath(new URL('../../models/imdb-tiny', import.meta.url));
let bundle: ModelBundle;
let metrics: ModelMetrics;
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(tiny, folder, { recursive: true });
  bundle = await readModelFolder(folder);
  metrics = requireMetrics(bundle.metrics, 'model');
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const on = (name: string): RecordedEvaluation => ({
  ...metrics.evaluations[0]!,
  data: { name, format: 'csv', sha256: name },
});
const recorded = async (): Promise<string[]> => {
  const now = requireMetrics((await readModelFolder(folder)).metrics, 'model');
  return now.evaluations.map(({ data: { name } }) => name);
};

describe('figures that are recorded', () => {
  it('stand beside those that were recorded while they were measured, or are at this moment', async () => {
    const before = await recorded();
    await recordEvaluation(folder, bundle, on('first'));
    await Promise.all(['second', 'third'].map((name) => recordEvaluation(folder, bundle, on(name))));
    expect((await recorded()).sort()).toEqual([...before, 'first', 'second', 'third'].sort());
  });

  it('are refused where another model stands by then, which stays', async () => {
    const { reelsense } = bundle.configuration;
    const configuration = { ...bundle.configuration, reelsense: { ...reelsense, threshold: 0.7 } };
    await writeModelFolder(folder, { ...bundle, configuration });
    const other = await readModelFolder(folder);
    await expect(recordEvaluation(folder, bundle, on('late'))).rejects.toThrow(/Another model has come to/);
    expect((await readModelFolder(folder)).sha256).toBe(other.sha256);
  });
});
