/** `reelsense search` in a process of its own: killed and resumed, blind to the test part, its best trained again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reelsense, sample, start, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-search-command-'));
const space = join(folder, 'space.json');

beforeAll(() => {
  writeFileSync(
    space,
    '{"learningRate": {"minimum": 1e-3, "maximum": 1e-2, "scale": "log"}, "pooling": [["max"], ["mean"]]}',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = (out: string, data = sample): string[] => [
  ...['search', '--data', data, '--out', join(folder, out), '--space', space],
  ...['--trials', '4', '--reduction', '2', ...tiny],
];

interface Run {
  readonly trial: number;
  readonly epochs: number;
  readonly result: object;
}

/** The runs that stand in the folder, without what differs from time to time. */
const runsOf = (out: string): Run[] =>
  readFileSync(join(folder, out, 'run.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Run & { kind: string })
    .filter(({ kind }) => kind === 'run')
    .map(({ trial, epochs, result }) => ({ trial, epochs, result }));

describe('reelsense search', () => {
  it('goes on after kill -9 without doing a finished run again, to the same result', async () => {
    const whole = await reelsense(...words('whole'));
    expect(whole.code, whole.stderr).toBe(0);
    expect(whole.stdout).toMatch(/none of test$/m);
    expect(whole.stdout).toMatch(/^run 6\/6 /m);
    expect(whole.stdout).toMatch(/^The best on the development part$/m);

    const command = start(words('killed'));
    await command.printed(/^run 2\/6 /m);
    command.process.kill('SIGKILL');
    expect((await command.ended).code).toBeNull();
    const before = runsOf('killed');
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(before.length).toBeLessThan(6);
    expect(await reelsense(...words('killed'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give --resume'),
    });
    const resumed = await reelsense(...words('killed'), '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout.match(/\(done before\)$/gm)).toHaveLength(before.length);
    expect(runsOf('killed')).toEqual(runsOf('whole'));
    expect(readdirSync(join(folder, 'killed')).sort()).toEqual(['report.html', 'run.jsonl']);
  }, 180_000);

  it('keeps what is finished at Ctrl-C', async () => {
    const command = start(words('interrupted'));
    await command.printed(/^run 1\/6 /m);
    command.process.kill('SIGINT');
    const { code, stderr, stdout } = await command.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Go on with: reelsense search');
    expect(stdout).toContain('Train the best: reelsense train');
    expect(runsOf('interrupted').length).toBeLessThan(6);
  });

  it('comes to the same figures whatever stands in the test part', async () => {
    const lines = readFileSync(sample, 'utf8');
    const changed = lines.replace(
      /,(negative|positive),test$/gm,
      (_, label) => `,${label === 'negative' ? 'positive' : 'negative'},test`,
    );
    expect(changed).not.toBe(lines);
    writeFileSync(join(folder, 'changed.csv'), changed);
    expect((await reelsense(...words('changed', join(folder, 'changed.csv')), '--quiet')).stdout).toBe('');
    expect(runsOf('changed')).toEqual(runsOf('whole'));
  });

  it('prints events for machines, and a command that trains the best to the same figure', async () => {
    const { stdout } = await reelsense(...words('json'), '--method', 'random', '--json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ kind }) => kind)).toEqual(['search', 'run', 'run', 'run', 'run', 'result']);
    const { best, command } = events.at(-1);
    const [, ...training] = (command as string).split(' ');
    const trained = await reelsense(...training, '--json');
    expect(trained.code, trained.stderr).toBe(0);
    const metrics = JSON.parse(readFileSync(join(folder, 'json-best', 'metrics.json'), 'utf8'));
    expect(metrics.training.epochs[metrics.training.bestEpoch - 1].developmentAccuracy).toBe(
      best.result.accuracy,
    );

    const fewer = await reelsense(...words('json'), '--method', 'random', '--trials', '1', '--resume');
    expect(fewer.code, fewer.stderr).toBe(0);
    expect(readFileSync(join(folder, 'json', 'report.html'), 'utf8')).toContain('4 runs (random search)');
  });

  it('says so when every run failed', async () => {
    const wild = ['--optimiser', 'sgd', '--learning-rate', '100', '--weight-decay', '10', '--clip-norm', '0'];
    const path = join(folder, 'pooling.json');
    writeFileSync(path, '{"pooling": [["max"], ["mean"]]}');
    const outcome = await reelsense(...words('wild'), ...wild, '--space', path, '--quiet');
    expect(outcome).toMatchObject({
      code: 14,
      stdout: '',
      stderr: expect.stringMatching(/^reelsense: No run .* not finite in 3 runs/),
    });
    expect(readFileSync(join(folder, 'wild', 'report.html'), 'utf8')).toContain('the loss was not finite');

    const again = await reelsense(...words('wild'), ...wild, '--space', path, '--resume');
    expect(again.stdout).toContain('successive halving of 3 trials');
    expect(again.stderr).toContain('with the settings as given, 3 sets of settings, not 4');
  });

  it.each([
    ['{"hiddenSize": [16]}', 2, 'hiddenSize: it is given as --hidden-size'],
    ['{"epochs": [1, 2]}', 2, 'halving divides the epochs'],
    ['{"epochs"', 2, 'is not JSON'],
  ])('refuses the space %s', async (text, code, message) => {
    const path = join(folder, 'refused.json');
    writeFileSync(path, text);
    const outcome = await reelsense(...words('refused'), '--space', path);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect((await reelsense(...words('refused'), '--space', join(folder, 'none'))).code).toBe(3);
  });
});
