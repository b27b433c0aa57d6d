import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundledModelFolder } from '../load-model.js';
import { baselinesFor } from './baselines.js';
import { readServedModel } from './served-model.js';
import { testModel, testServer } from './server.test-support.js';

const folder = bundledModelFolder();
const { model } = await readServedModel(folder);

it('tells of the bundled model what its folder says, its files, and what it is compared with', async () => {
  const server = await testServer({}, undefined, undefined, undefined, model);
  const answer = JSON.parse((await server.inject({ method: 'GET', url: '/api/v1/model' })).body);
  expect(answer).toMatchObject({
    labels: ['negative', 'positive'],
    metrics: JSON.parse(await readFile(`${folder}/metrics.json`, 'utf8')),
    card: await readFile(`${folder}/README.md`, 'utf8'),
    limits: { maximumTokens: 2047 },
  });
  expect(answer.baselines.length).toBeGreaterThan(5);
  const paths = answer.files.map(({ path }: { path: string }) => path);
  expect(paths).toContain('onnx/model.onnx');
  let bytes = 0;
  for (const { path, sha256 } of model.about.files) {
    const file = await readFile(`${folder}/${path}`);
    bytes += file.length;
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  }
  expect(answer.bytes).toBe(bytes);
  await server.close();
});

it('gives the files, to be kept for good under the hash of the model', async () => {
  const server = await testServer({}, undefined, undefined, undefined, model);
  const get = (url: string, headers: Record<string, string> = {}) =>
    server.inject({ method: 'GET', url, headers });
  const plain = await get('/model/tokenizer.json');
  expect(plain.body).toBe(await readFile(`${folder}/tokenizer.json`, 'utf8'));
  expect(plain.headers['cache-control']).toBe('no-cache');
  const kept = await get(`/model/onnx/model.onnx?v=${model.sha256}`);
  expect(kept.headers).toMatchObject({
    'content-length': String(
      model.about.files.find(({ path }) => path === 'onnx/model.onnx')?.content.length,
    ),
    'cache-control': 'public, max-age=31536000, immutable',
  });
  const again = await get('/model/onnx/model.onnx', { 'if-none-match': String(kept.headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  expect((await get('/model/training/state.json')).statusCode).toBe(404);
  await server.close();
});

it('names the served model for browsers, or a smaller one with its files and figure', async () => {
  const facts = async (served: typeof model) => {
    const server = await testServer({}, undefined, undefined, undefined, served);
    const { device } = JSON.parse((await server.inject({ method: 'GET', url: '/api/v1/model' })).body);
    const statusCodes = await Promise.all(
      ['/model/config.json', '/device-model/config.json'].map(
        async (url) => (await server.inject({ method: 'GET', url })).statusCode,
      ),
    );
    await server.close();
    return { device, statusCodes };
  };
  const alone = await facts(model);
  expect(alone.device).toMatchObject({ model: { sha256: model.sha256 }, path: 'model/' });
  expect(alone.statusCodes).toEqual([200, 404]);
  const { device } = testModel.about;
  const beside = await facts({ ...model, about: { ...model.about, device } });
  expect(beside.device).toEqual({
    model: { name: 'smaller', sha256: device.sha256 },
    path: 'device-model/',
    files: [{ path: 'manifest.json', bytes: 13, sha256: 'cd'.repeat(32) }],
    accuracy: 0.5,
  });
  expect(beside.statusCodes).toEqual([200, 404]); // config.json is no file of the stand-in
});

it('is beside other methods only where the newest test is of their test reviews', async () => {
  const evaluation = (name: string) => ({
    part: 'test',
    figures: { count: 2, accuracy: 0.5 },
    data: { name },
  });
  const [theirs, other] = ['Large Movie Review Dataset v1.0', 'mine.csv'].map(evaluation);
  const data = { name: 'Large Movie Review Dataset v1.0' }; // that it was trained on
  const count = async (evaluations: unknown) => (await baselinesFor({ data, evaluations })).length;
  expect(await count([other, theirs])).toBeGreaterThan(5);
  expect([await count([theirs, other]), await count([]), await count(null)]).toEqual([0, 0, 0]);
});

it('packs what gets smaller by a half', () => {
  const tokenizer = model.about.files.find(({ path }) => path === 'tokenizer.json');
  expect(gunzipSync(tokenizer!.gzip!)).toEqual(tokenizer!.content);
  expect(model.about.files.find(({ path }) => path === 'onnx/model.onnx')?.gzip).toBeUndefined();
});

it('shows the main figures and the comparison to those without scripts', async () => {
  const server = await testServer({}, undefined, undefined, undefined, model);
  const { body } = await server.inject({ method: 'GET', url: '/about-model' });
  const { evaluations } = model.about.metrics as {
    evaluations: { part: string; figures: { accuracy: number } }[];
  };
  const { accuracy } = evaluations.find(({ part }) => part === 'test')!.figures;
  expect(body).toContain(`Accuracy on 25,000 test reviews</dt><dd>${(100 * accuracy).toFixed(1)} %`);
  expect(body).toContain('fastText');
  await server.close();
});
