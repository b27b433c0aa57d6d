import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { environmentName, type ServerSettingName, serverSettings } from '../server/index.js';
import { runCommand } from './fake-streams.test-support.js';
import { kebabCase } from './flags.js';

describe('reelsense serve', () => {
  it('has a flag for every setting of the server, with its variable of the environment', async () => {
    const help = (await runCommand(['serve', '--help'])).stdout.replace(/\s+/g, ' ');
    for (const name of Object.keys(serverSettings) as ServerSettingName[]) {
      expect(help).toContain(`--${kebabCase(name)} <`);
      expect(help).toContain(`or ${environmentName(name)} in the environment`);
    }
  });

  it('makes a key and tells its hash', async () => {
    const { code, stdout } = await runCommand(['serve', '--hash-api-key']);
    const [key = '', hash = ''] = /: ([\w-]{40,})\n.*--api-keys ([\da-f]{64})\n/.exec(stdout)?.slice(1) ?? [];
    expect([code, hash]).toEqual([0, createHash('sha256').update(key).digest('hex')]);
  });

  it.each([
    [['--threads', 'many'], {}, '--threads'],
    [[], { REELSENSE_MAXIMUM_BATCH_TOKENS: 'many' }, 'REELSENSE_MAXIMUM_BATCH_TOKENS in the environment'],
    [[], { REELSENSE_API_KEYS: 'a plain key' }, 'The setting apiKeys is a plain key'],
    [['--cors-origins', 'films.example'], { REELSENSE_CORS_ORIGINS: '*' }, 'corsOrigins is films.example'],
  ])('refuses %j with the environment %j, naming what is wrong', async (flags, env, message) => {
    const { code, stderr } = await runCommand(['serve', '--port', '0', ...flags], { env });
    expect([code, stderr.includes(message) || stderr]).toEqual([2, true]);
  });
});
