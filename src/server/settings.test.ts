import { describe, expect, it } from 'vitest';
import { resolveSettings, serverSettings } from './settings.js';

describe('the settings of the server', () => {
  it('are the defaults when nothing is given, and this machine alone', () => {
    const settings = resolveSettings();
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 3000, maximumTexts: 256 });
    expect(Object.keys(settings)).toEqual(Object.keys(serverSettings));
  });

  it('refuse a list of keys that holds none, and leave a thread for predictions', () => {
    for (const apiKeys of [',', ' ', ' , '])
      expect(() => resolveSettings({ apiKeys })).toThrow('The setting apiKeys is');
    expect(() => resolveSettings({ apiKeys: 'zz' })).toThrow(/give SHA-256 hashes of 64 hexadecimal digits/);
    expect(() => resolveSettings({ corsOrigins: 'foo' })).toThrow(/give origins as https:\/\/films.example/);
    expect(resolveSettings({ threads: 2 }).maximumExplanations).toBe(1);
    expect(resolveSettings({ threads: 8 }).maximumExplanations).toBe(4);
    expect(resolveSettings({ threads: 8, maximumExplanations: 7 }).maximumExplanations).toBe(7);
  });

  it('have defaults within their own bounds, and a description each', () => {
    for (const setting of Object.values(serverSettings)) {
      expect(setting.description.length).toBeGreaterThan(20);
      if (!('minimum' in setting)) continue;
      expect(setting.default).toBeGreaterThanOrEqual(setting.minimum);
      expect(setting.default).toBeLessThanOrEqual(setting.maximum);
    }
  });

  it.each([
    [{ port: 70_000 }, 'The setting port is 70000; give a whole number from 0 to 65535 (TCP port).'],
    [
      { port: '8080' as unknown as number },
      'The setting port is "8080"; give a whole number from 0 to 65535 (TCP port).',
    ],
    [
      { corsOrigins: ['https://films.example'] as unknown as string },
      'The setting corsOrigins is ["https://films.example"]; give a string (origins, with commas between).',
    ],
    [{ apiKey: 'a'.repeat(64) } as object, 'There is no setting "apiKey"; choose among host, port,'],
    [{ threads: 1.5 }, 'threads is 1.5'],
    [{ answerTimeout: Number.NaN }, 'answerTimeout is NaN'],
    [{ host: '' }, 'give an address'],
    [{ headersTimeout: 9000, requestTimeout: 8000 }, 'give at most requestTimeout (8000)'],
    [{ maximumTexts: 20, maximumQueuedTexts: 10 }, 'give at most maximumQueuedTexts (10)'],
  ])('refuses %j', (given, message) => {
    expect(() => resolveSettings(given)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(message) }),
    );
  });
});
