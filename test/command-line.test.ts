/** Train -> evaluate -> predict -> serve through the command line, on the sample reviews. */
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reelsense, sample, start, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-command-'));
const model = join(folder, 'model');
const excluded = join(folder, 'excluded.txt');
let trainingOutput = '';

const read = (...path: string[]): Buffer => readFileSync(join(folder, ...path));
const metricsOf = (name: string) => JSON.parse(read(name, 'metrics.json').toString());

beforeAll(async () => {
  writeFileSync(excluded, 'sample-001\nsample-500\n');
  const outcome = await reelsense('train', '--data', sample, '--out', model, '--exclude', excluded, ...tiny);
  expect(outcome.code, outcome.stderr).toBe(0);
  trainingOutput = outcome.stdout;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reelsense train', () => {
  it('prints the parts, then a line for each epoch, then what it kept', () => {
    expect(trainingOutput).toMatch(/left out: excluded 2, .*overlap with test 0, duplicates 0/);
    expect(trainingOutput).toMatch(/parts: train 331 \(.*\), development 83, test 138/);
    expect(trainingOutput.match(/^epoch /gm)).toHaveLength(2);
    expect(trainingOutput).toMatch(/^Kept epoch \d: .* 95 % interval/m);
  });

  it('writes a model folder with metrics, card and report', () => {
    const metrics = metricsOf('model');
    expect(metrics.development.count).toBe(83);
    expect(Math.abs(metrics.development.logLoss - metrics.developmentFullPrecision.logLoss)).toBeLessThan(
      0.01,
    );
    expect(metrics.training.epochs).toHaveLength(2);
    expect(metrics.training.command).toMatch(/^reelsense train --data .*--hidden-size 16/);
    expect(metrics.data.exclude.count).toBe(2);
    expect(metrics.storage.modelBytes).toBe(read('model', 'onnx', 'model.onnx').length);
    expect(metrics.storage.tokenizerBytes).toBe(read('model', 'tokenizer.json').length);
    expect(JSON.parse(read('model', 'config.json').toString()).reelsense.temperature).toBe(1);
    expect(read('model', 'README.md').toString()).toContain('development part (83 reviews)');
    expect(read('model', 'report.html').toString()).toContain('<svg');
  });

  it('learns from more texts without labels, and refuses them where nothing learns from them', async () => {
    const texts = join(folder, 'more.txt');
    writeFileSync(texts, 'A film of quiet joy.\nIt never ends.\nA film of quiet joy.\n');
    const words = ['train', '--data', sample, '--unlabelled', texts, ...tiny, '--out', join(folder, 'more')];
    const refused = await reelsense(...words);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('give --virtual-adversarial') });
    const outcome = await reelsense(...words, '--virtual-adversarial', '1');
    expect(outcome.code, outcome.stderr).toBe(0);
    const { data, training } = metricsOf('more');
    expect(data.split).toMatchObject({ unlabelled: 2, duplicatesDropped: 1 });
    expect(training.unlabelled).toBe(2);
    expect(read('more', 'README.md').toString()).toContain('# learns from 2 texts without labels too');
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const again = join(folder, 'again');
    const words = ['train', '--data', sample, '--exclude', excluded, ...tiny];
    expect(await reelsense(...words, '--out', again, '--quiet')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    for (const file of ['onnx/model.onnx', 'tokenizer.json', 'config.json']) {
      expect(read('again', file).equals(read('model', file)), file).toBe(true);
    }
    const other = await reelsense(...words, '--out', join(folder, 'other'), '--seed', '2', '--json');
    const events = other.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ kind }) => kind)).toEqual(['split', 'epoch', 'epoch', 'model']);
    expect(read('other', 'onnx', 'model.onnx').equals(read('model', 'onnx', 'model.onnx'))).toBe(false);
  });
});

describe('reelsense evaluate', () => {
  it('measures the test part, and gives machines one object', async () => {
    const report = join(folder, 'evaluation.html');
    const outcome = await reelsense(
      'evaluate',
      '--model',
      model,
      '--data',
      sample,
      '--json',
      '--report',
      report,
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    const figures = JSON.parse(outcome.stdout);
    expect(figures).toMatchObject({ count: 138, part: 'test', labels: ['negative', 'positive'] });
    for (const name of ['accuracy', 'rocAuc', 'logLoss', 'ece']) expect(figures[name]).toBeTypeOf('number');
    expect(figures.confusion.flat().reduce((sum: number, count: number) => sum + count)).toBe(138);
    expect(readFileSync(report, 'utf8')).toContain('Training');
  });

  it('measures the very development part of the training, to the same figures', async () => {
    const words = [
      'evaluate',
      '--model',
      model,
      '--data',
      sample,
      '--part',
      'development',
      '--json',
      '--threads',
      '1',
    ];
    const { stdout } = await reelsense(...words, '--exclude', excluded);
    const { accuracy, logLoss } = JSON.parse(stdout);
    const { development } = metricsOf('model');
    expect(Math.abs(accuracy - development.accuracy)).toBeLessThan(1.5 / 83); // one at the very threshold may tip
    expect(logLoss).toBeCloseTo(development.logLoss, 5);
    const refused = await reelsense(...words);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--exclude') });
  });

  it('says so when it measures reviews that the model was trained on, and records nothing of them', async () => {
    const words = ['evaluate', '--model', model, '--data', sample, '--part', 'all'];
    expect((await reelsense(...words)).stderr).toContain('was trained on reviews of this part');
    expect(await reelsense(...words, '--record')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none to record'),
    });
  });

  it('records nothing in a model that comes with the package', async () => {
    expect(await reelsense('evaluate', '--model', 'imdb-tiny', '--data', sample, '--record')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give the copy as --model'),
    });
  });

  it('records figures in the metrics and the card once, and leaves the model as it is', async () => {
    const before = read('model', 'onnx', 'model.onnx');
    const tokenizer = read('model', 'tokenizer.json');
    const words = ['evaluate', '--model', model, '--data', sample, '--record'];
    for (const _ of [1, 2]) expect((await reelsense(...words)).code).toBe(0);
    const { evaluations } = metricsOf('model');
    expect(evaluations).toHaveLength(1);
    expect(evaluations[0]).toMatchObject({ part: 'test', figures: { count: 138 } });
    expect(read('model', 'README.md').toString()).toContain('test part of sample-reviews (138 reviews)');
    expect(read('model', 'onnx', 'model.onnx').equals(before)).toBe(true);
    expect(read('model', 'tokenizer.json').equals(tokenizer)).toBe(true);
    const facts = await reelsense('model', model);
    expect(facts).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Measured +accuracy .* on the test part/),
    });
    // The run is done: going on with it gives the same model, of which the same was measured.
    const { code } = await reelsense(
      ...['train', '--data', sample, '--out', model, '--exclude', excluded, '--resume'],
      ...tiny,
    );
    expect(code).toBe(0);
    expect(metricsOf('model').evaluations).toEqual(evaluations);
  });
});

describe('reelsense explain', () => {
  it('says what each word contributed, as words or as JSON', async () => {
    const text = 'A warm film. I fell asleep twice.';
    const { stdout } = await reelsense('explain', text, '--model', model);
    expect(stdout).toContain('Words that matter most');
    expect(stdout).toContain('Each sentence alone');
    const json = JSON.parse((await reelsense('explain', text, '--model', model, '--json')).stdout);
    expect(json.words).toHaveLength(9);
    const sum = json.words.reduce(
      (total: number, word: { contribution: number }) => total + word.contribution,
      0,
    );
    expect(json.baselineLogOdds + sum + json.rest).toBeCloseTo(json.logOdds, 9);
  });

  it('explains line by line, and goes on after a line without a word', async () => {
    const input = 'good\n\nbad\n';
    const { code, stdout } = await start(['explain', '--model', model, '--json'], { input }).ended;
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number; words?: unknown[]; error?: { code: string } });
    expect(rows.map(({ words, error }) => words?.length ?? error?.code)).toEqual([1, 'empty-text', 1]);
    expect(code).toBe(1);
  });
});

describe('reelsense predict', () => {
  const prediction = {
    label: expect.stringMatching(/^(negative|positive)$/),
    probability: expect.any(Number),
    scores: { negative: expect.any(Number), positive: expect.any(Number) },
    tokens: { total: 5, used: 5, unknown: 0 },
    truncated: false,
  };

  it('answers one text in the shape of the API', async () => {
    const { stdout } = await reelsense('predict', 'This is a good film', '--model', model, '--json');
    expect(JSON.parse(stdout)).toEqual(prediction);
  });

  it('leaves nothing in home or temporary folders, so that the runtime has nothing to report', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const reporting = { CI: undefined, ORT_RUNNING_UNIT_TESTS: undefined, ORT_DISABLE_TELEMETRY: undefined };
    const environment = { ...reporting, HOME: home, TMPDIR: home, XDG_CACHE_HOME: undefined };
    const { code } = await start(['predict', 'good', '--model', model], { environment }).ended;
    expect({ code, files: readdirSync(home) }).toEqual({ code: 0, files: [] });
  });

  it('answers standard input line by line, tells of bad lines and goes on', async () => {
    const input = 'This is a good film\n\nThis is a good film\n';
    const { code, stdout, stderr } = await start(['predict', '--model', model, '--json'], { input }).ended;
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toEqual([
      { row: 1, ...prediction },
      { row: 2, error: { code: 'empty-text', message: expect.any(String) } },
      { row: 3, ...prediction },
    ]);
    expect(code).toBe(1);
    expect(stderr).toBe('reelsense: 1 of 3 texts could not be read.\n');
  });

  it.each(['predict', 'explain'])(
    'says how many texts had bytes that are not UTF-8 (%s)',
    async (command) => {
      const file = join(folder, `latin-1-${command}.txt`);
      writeFileSync(file, Buffer.from('This is a good caf\xe9\nThis is a good film\n', 'latin1'));
      const { code, stderr } = await start([command, '--file', file, '--model', model, '--json']).ended;
      expect(code).toBe(0);
      expect(stderr).toBe(
        'reelsense: 1 text with bytes that are not UTF-8, read as \uFFFD; save the file as UTF-8.\n',
      );
    },
  );

  it('reads a table, a line of plain text for each row', async () => {
    const { code, stdout } = await reelsense('predict', '--file', sample, '--model', model);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(554);
    for (const line of lines) expect(line).toMatch(/^(negative|positive) +\d+\.\d % [█▉▊▋▌▍▎▏]+ +\S/);
    expect(stdout).not.toContain('\x1b');
  });

  it('stops without a word when its reader has gone', async () => {
    const command = start(['predict', '--model', model, '--json'], { input: 'good\n'.repeat(200_000) });
    await command.printed('\n');
    command.process.stdout?.destroy();
    expect(await command.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it.runIf(process.platform === 'linux')('says so when there is no space for its output', async () => {
    const stdout = openSync('/dev/full', 'w');
    const outcome = await start(['predict', 'good', '--model', model], { stdout }).ended;
    expect(outcome.code).toBe(16);
    expect(outcome.stderr).toMatch(/^reelsense: No space left .*\n$/);
  });
});

describe('reelsense serve', () => {
  it('prints its address, answers, and ends in good order', async () => {
    const command = start(['serve', '--model', model, '--threads', '1'], { environment: { PORT: '0' } });
    const printed = await command.printed(/Ctrl-C stops it/);
    const address = /http:\S+/.exec(printed)?.[0];
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    command.process.kill('SIGTERM');
    const { code, stdout } = await command.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Reelsense answers at http:\/\/127\.0\.0\.1:\d+ with the model model\.\nCtrl-C/);
  });
});
