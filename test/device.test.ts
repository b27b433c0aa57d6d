/** `--device webgpu` without a GPU, and with one that Chromium's software renderer stands in for. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Outcome, sample, start, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-device-'));
const renderer = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** Debian's libvulkan1: what finds the renderer. */
const loader = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libvulkan.so.1`;
const missing = [renderer, loader].find((file) => !existsSync(file));

/** Trains a tiny model with `driver` as the only one of Vulkan. */
function train(out: string, driver: string, ...words: string[]): Promise<Outcome> {
  const environment = { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
  const command = ['train', '--data', sample, '--out', join(folder, out), '--quiet', ...tiny, ...words];
  return start([...command, '--epochs', '1', '--limit', '40'], { environment }).ended;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--device webgpu', () => {
  it('is refused for several threads', async () => {
    const { code, stderr } = await train('threads', renderer, '--device', 'webgpu', '--threads', '2');
    expect(code).toBe(2);
    expect(stderr).toMatch(/2 threads cannot share a GPU.*--threads 1/);
  });

  it.skipIf(process.platform !== 'linux')(
    'says what to do where there is no GPU, and leaves nothing behind',
    async () => {
      const { code, stderr } = await train('none', '/dev/null', '--device', 'webgpu', '--threads', '1');
      expect(code).toBe(2);
      expect(stderr).toMatch(/No GPU can be used through WebGPU here \(.*adapter.*\).*leave --device out/);
      expect(existsSync(join(folder, 'none'))).toBe(false);
    },
  );

  const title =
    missing === undefined ? 'trains as the processor does' : `trains (skipped: there is no ${missing})`;
  it.skipIf(missing !== undefined)(title, { timeout: 120_000 }, async () => {
    const figures = async (
      out: string,
      ...words: string[]
    ): Promise<{ logLoss: number; epochs: unknown[] }> => {
      const { code, stderr } = await train(out, renderer, '--threads', '1', ...words);
      expect([code, stderr.includes('reelsense:')]).toEqual([0, false]);
      const { development, training } = JSON.parse(readFileSync(join(folder, out, 'metrics.json'), 'utf8'));
      return { logLoss: development.logLoss, epochs: training.epochs };
    };
    const [gpu, cpu] = [await figures('gpu', '--device', 'webgpu'), await figures('cpu')];
    expect(gpu.epochs).toHaveLength(1);
    expect(gpu.logLoss).toBeCloseTo(cpu.logLoss, 4);
    expect(gpu.logLoss).not.toBe(cpu.logLoss); // rounded elsewhere, so it was not the processor in its place
  });
});
