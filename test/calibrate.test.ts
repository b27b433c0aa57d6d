/** `reelsense calibrate` as a user runs it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reelsense, sample, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-calibrate-'));
const at = (name: string): string => join(folder, name);
const metricsOf = (name: string) => JSON.parse(readFileSync(join(at(name), 'metrics.json'), 'utf8'));
const calibrate = (data: string, out: string, ...more: string[]) =>
  reelsense('calibrate', '--model', at('model'), '--data', data, '--out', at(out), ...more);

/** Texts of the sample, of which `positive` in ten are said to be positive whatever they say. */
function leaning(file: string, positive: number): string {
  const texts = readFileSync(sample, 'utf8').split('\n').slice(1, 201);
  const rows = texts.map(
    (line, i) => `"${line.replaceAll('"', '')}",${i % 10 < positive ? 'positive' : 'negative'}`,
  );
  writeFileSync(at(file), ['text,label', ...rows].join('\n'));
  return at(file);
}

beforeAll(async () => {
  const words = ['train', '--data', sample, '--out', at('model'), '--quiet', ...tiny];
  expect((await reelsense(...words)).code).toBe(0);
  expect((await reelsense('evaluate', '--model', at('model'), '--data', sample, '--record')).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reelsense calibrate', () => {
  it('takes the development part of the data that the model was trained on', async () => {
    const { code, stdout } = await calibrate(sample, 'again');
    expect(code).toBe(0);
    expect(stdout).toMatch(/from the development part of sample-reviews \(83 texts\)/);
    const { calibration, evaluations, development } = metricsOf('again');
    expect(calibration).toMatchObject({ part: 'development', count: 83, isDevelopment: true });
    expect(evaluations).toEqual([]); // they were of other probabilities
    expect(development.count).toBe(83);
    expect(readFileSync(join(at('again'), 'README.md'), 'utf8')).toContain(
      'calibrated again on the development part',
    );
    expect((await reelsense('predict', 'A warm film.', '--model', at('again'))).code).toBe(0);
  });

  it("makes the mean probability on a user's own texts the share of their label", async () => {
    const { stdout } = await calibrate(leaning('mine.csv', 8), 'mine', '--json');
    const { temperature, bias, part, count } = JSON.parse(stdout);
    expect([part, count]).toEqual(['all', 200]);
    expect(bias).toBeGreaterThan(0.5);
    const { storage, development } = metricsOf('mine');
    const before = metricsOf('model');
    expect(storage.modelBytes).toBe(statSync(join(at('mine'), 'onnx', 'model.onnx')).size);
    expect(storage.temperature).toBeCloseTo(before.storage.temperature * temperature, 9);
    expect(development).toEqual(before.development); // of the model as it was, which the card says
    expect(readFileSync(join(at('mine'), 'README.md'), 'utf8')).toContain(
      'its development figures are of before',
    );
    const said = async (name: string) => (await reelsense('model', at(name))).stdout;
    expect(await said('mine')).toMatch(/^Development .*, of model$/m);
    expect(await said('again')).toMatch(/^Development .* reviews\)$/m); // measured again
    const scored = await reelsense('predict', '--file', at('mine.csv'), '--model', at('mine'), '--json');
    const positive = scored.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).scores.positive as number);
    expect(positive).toHaveLength(200);
    expect(positive.reduce((sum, score) => sum + score, 0) / 200).toBeCloseTo(0.8, 2);
  });

  it('leaves the test part of other data to measure on, and figures on what it took are not recorded', async () => {
    const [head, ...rows] = readFileSync(leaning('parted.csv', 6), 'utf8').split('\n');
    const parted = rows.map((row, i) => `${row},${i % 4 === 0 ? 'test' : 'train'}`);
    writeFileSync(at('parted.csv'), [`${head},split`, ...parted].join('\n'));
    const { code, stdout } = await calibrate(at('parted.csv'), 'parted');
    expect(code).toBe(0);
    expect(stdout).toContain('from the train part of parted (150 texts)');
    const evaluate = (...words: string[]) =>
      reelsense('evaluate', '--model', at('parted'), '--data', at('parted.csv'), ...words);
    expect((await evaluate('--part', 'all')).stderr).toContain('was calibrated on reviews of this part');
    expect(await evaluate('--part', 'all', '--record')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('calibrated on reviews of the all part'),
    });
    expect(metricsOf('parted').evaluations).toEqual([]);
    expect(await evaluate('--record')).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('Note'),
    });
    expect(metricsOf('parted').evaluations).toMatchObject([{ part: 'test', figures: { count: 50 } }]);
    const card = readFileSync(join(at('parted'), 'README.md'), 'utf8');
    expect(card).toContain('chose the epoch, and the train part of parted the calibration');
    const words = ['calibrate', '--model', at('parted'), '--data', sample, '--out', at('parted-again')];
    expect((await reelsense(...words)).code).toBe(0);
    expect(metricsOf('parted-again').calibration.earlier).toMatchObject({ part: 'train', count: 150 });
  });

  it("refuses the model's own folder, and a folder that holds something else", async () => {
    const own = await reelsense('calibrate', '--model', at('model'), '--data', sample, '--out', at('model'));
    expect(own).toMatchObject({ code: 2, stderr: expect.stringContaining("the model's own folder") });
    writeFileSync(at('file'), '');
    expect((await calibrate(sample, 'file')).code).not.toBe(0);
  });
});
