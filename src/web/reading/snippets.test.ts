import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlCommand, javascriptProgram } from './snippets.js';

const texts = ['A fine film.', `It's "fine" \\ $HOME \`id\` !\n\nTwo lines; rm -rf & %s`];

describe('a question to copy', () => {
  it.each(texts)('reaches curl as it is: %j', (text) => {
    const command = curlCommand('http://host:1', text);
    const script = `curl() { printf '%s' "$4$5"; }\n${command}`;
    expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).replace(/^-d/, ''))).toEqual({
      text,
    });
  });

  it.each(texts)('reaches fetch as it is: %j', async (text) => {
    let sent: unknown;
    const fake = async (address: string, { body }: { body: string }) => {
      sent = [address, JSON.parse(body)];
      return { json: async () => ({ predictions: [{}] }) };
    };
    const AsyncFunction = (async () => {}).constructor as new (
      ...parts: string[]
    ) => (...values: unknown[]) => Promise<void>;
    await new AsyncFunction('fetch', 'console', javascriptProgram('http://host:1', text))(fake, { log() {} });
    expect(sent).toEqual(['http://host:1/api/v1/predict', { text }]);
  });
});
