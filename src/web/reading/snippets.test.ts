import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlCommand, javascriptProgram } from './snippets.js';

const texts = ['A fine film.', `It's "fine" \\ $HOME \`id\` !\n\nTwo lines; rm -rf & %s`];

describe('a question to copy', () => {
  it('goes to the path that the server stands under, whatever signs that has', () => {
    expect(curlCommand('https://host/tools/reelsense/', 'Fine.', false)).toContain(
      'curl https://host/tools/reelsense/api/v1/predict ',
    );
    const base = "https://host/it's;$(id)&/";
    const encoded = 'https://host/it%27s%3B%24%28id%29%26/api/v1/predict';
    const script = `curl() { printf '%s' "$1"; }\n${curlCommand(base, 'Fine.', false)}`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(encoded);
    expect(javascriptProgram(base, 'Fine.', false)).toContain(`fetch('${encoded}'`);
  });

  it.each(texts)('reaches curl as it is: %j', (text) => {
    const command = curlCommand('http://host:1/', text, false);
    const script = `curl() { printf '%s' "$4$5"; }\n${command}`;
    expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).replace(/^-d/, ''))).toEqual({
      text,
    });
  });

  it.each(texts)('bears the key of the environment where one is wanted: %j', (text) => {
    const command = curlCommand('http://host:1/', text, true);
    const script = `curl() { printf '%s\\n%s' "$5" "$7"; }\n${command}`;
    const env = { ...process.env, REELSENSE_KEY: 'mine' };
    const [header, ...body] = execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\n');
    expect([header, JSON.parse(body.join('\n'))]).toEqual(['Authorization: Bearer mine', { text }]);
  });

  it.each(texts.flatMap((text) => [false, true].map((needsKey) => ({ text, needsKey }))))(
    'reaches fetch as it is: $text, key $needsKey',
    async ({ text, needsKey }) => {
      let sent: unknown;
      let headers: Record<string, string> = {};
      const fake = async (address: string, init: { body: string; headers: Record<string, string> }) => {
        sent = [address, JSON.parse(init.body)];
        headers = init.headers;
        return { json: async () => ({ predictions: [{}] }) };
      };
      const AsyncFunction = (async () => {}).constructor as new (
        ...parts: string[]
      ) => (...values: unknown[]) => Promise<void>;
      const program = javascriptProgram('http://host:1/', text, needsKey);
      const environment = { env: { REELSENSE_KEY: 'mine' } };
      await new AsyncFunction('fetch', 'console', 'process', program)(fake, { log() {} }, environment);
      expect(sent).toEqual(['http://host:1/api/v1/predict', { text }]);
      expect(headers.authorization).toBe(needsKey ? 'Bearer mine' : undefined);
    },
  );
});
