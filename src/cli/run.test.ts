import { describe, expect, it } from 'vitest';
import { ReelsenseError } from '../errors/index.js';
import { defaults, presets, settings } from '../training/index.js';
import { Console, OutputClosed } from './console.js';
import { errorExitCodes, exitCodes } from './exit-codes.js';
import { fakeStreams, runCommand } from './fake-streams.test-support.js';
import { kebabCase } from './flags.js';

describe('the command line', () => {
  it('prints its help when nothing is asked, with every exit code', async () => {
    const { code, stdout } = await runCommand([]);
    expect(code).toBe(0);
    for (const name of [
      'train',
      'evaluate',
      'predict',
      'explain',
      'serve',
      'data',
      'model',
      'export',
      'search',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
    for (const exitCode of [...Object.values(errorExitCodes), ...Object.values(exitCodes)]) {
      expect(stdout).toMatch(new RegExp(`(^| ) *${exitCode}  \\w`, 'm'));
    }
  });

  it('gives every kind of mistake an exit code of its own', () => {
    const all = [...Object.values(errorExitCodes), ...Object.values(exitCodes)];
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((code) => code < 128 || code === exitCodes.interrupted)).toBe(true);
  });

  it('prints its version', async () => {
    expect(await runCommand(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each(['train', 'evaluate', 'predict', 'explain', 'serve', 'model', 'export', 'search'])(
    'helps with %s, with examples',
    async (name) => {
      const { code, stdout } = await runCommand([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\n {2}\\$ reelsense ${name}`));
    },
  );

  it('has a flag for every setting of training, with its default, and every preset', async () => {
    const { stdout } = await runCommand(['train', '--help']);
    const help = stdout.replace(/\s+/g, ' ');
    for (const [key, { kind, unit }] of Object.entries(settings)) {
      const standard = defaults[key as keyof typeof defaults];
      expect(help).toContain(`--${kebabCase(key)} `);
      if (kind === 'boolean') expect(help).toContain(`--no-${kebabCase(key)} `);
      else expect(help).toContain(`default ${Array.isArray(standard) ? standard.join(',') : standard})`);
      if (unit !== undefined) expect(help).toContain(`(${unit}; `);
    }
    for (const name of Object.keys(presets)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('suggests the nearest flag and command on one line', async () => {
    expect(await runCommand(['predict', '--jsn', 'x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: "reelsense: unknown option '--jsn' (Did you mean --json?)\n",
    });
    expect((await runCommand(['predikt'])).stderr).toContain('Did you mean predict?');
  });

  it('shows where a mistake came from only when asked to', async () => {
    const words = ['predict', '   '];
    expect((await runCommand(words)).stderr).toBe(
      'reelsense: The text is empty; write a review in quotation marks.\n',
    );
    expect((await runCommand(words, { env: { REELSENSE_DEBUG: '1' } })).stderr).toMatch(/\n +at /);
  });

  it('leaves a path as it is where a message begins with one', async () => {
    const words = ['search', '--data', 'data/sample-reviews.csv', '--out', 'runs/none', '--space'];
    expect((await runCommand([...words, 'src/index.ts'])).stderr).toMatch(
      /^reelsense: src\/index\.ts is not JSON/,
    );
  });
});

describe('the console', () => {
  it('shows progress on a terminal alone, and clears it before anything else', async () => {
    const terminal = fakeStreams({ terminal: true });
    const console = new Console(terminal.streams);
    console.progress('half'.repeat(40));
    await console.print('result');
    expect(terminal.written).toEqual({
      stdout: 'result\n',
      stderr: `\r\x1b[K${'half'.repeat(40).slice(0, 79)}\r\x1b[K`,
    });
    const pipe = fakeStreams();
    new Console(pipe.streams).progress('half');
    expect(pipe.written.stderr).toBe('');
  });

  it('has colours on a terminal, unless NO_COLOR is set', () => {
    expect(new Console(fakeStreams({ terminal: true }).streams).hasColours).toBe(true);
    expect(new Console(fakeStreams({ terminal: true, env: { NO_COLOR: '1' } }).streams).hasColours).toBe(
      false,
    );
    expect(new Console(fakeStreams().streams).hasColours).toBe(false);
  });

  it.each([
    ['EPIPE', OutputClosed],
    ['ENOSPC', ReelsenseError],
  ])('explains %s', async (code, kind) => {
    const { streams } = fakeStreams();
    streams.stdout._write = (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code }));
    const console = new Console(streams);
    await expect(console.print('x')).rejects.toBeInstanceOf(kind);
    await expect(console.print('y')).rejects.toBeInstanceOf(kind);
    console.goOnWithoutReader();
    if (code === 'EPIPE') await expect(console.print('z')).resolves.toBeUndefined();
    else await expect(console.print('z')).rejects.toBeInstanceOf(kind);
  });
});
