import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeModelFolder } from '../src/checkpoint/index.js';
import {
  BUNDLED_LANGUAGE_MODEL,
  BUNDLED_MODELS,
  bundledModelFolder,
  createServer,
  type LoadModelOptions,
  loadModel,
  modelFolder,
  readPretrained,
} from '../src/index.js';
import { smallModel } from '../src/prediction/small-model.test-support.js';

const temporary = mkdtempSync(join(tmpdir(), 'reelsense-load-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('loadModel', () => {
  it('loads a model folder, and says which model answers', async () => {
    const folder = join(temporary, 'tiny');
    await writeModelFolder(folder, smallModel());
    const model = await loadModel(folder, { threads: 1, batchSize: 4 });
    expect(model.model).toEqual({ name: 'tiny', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(model.labels).toEqual(['negative', 'positive']);
    expect((await model.predict('A great film.')).probability).toBeGreaterThanOrEqual(0.5);
    await model.release();
  });

  it('says which folder is missing', async () => {
    const missing = join(temporary, 'missing');
    await expect(loadModel(missing)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining(missing),
    });
  });

  it('says which file a bundled model lacks when a variant is asked for, and not that the model does', async () => {
    await expect(loadModel('imdb-tiny', { variant: 'fp16' })).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringMatching(/has no onnx\/model_fp16\.onnx: leave the variant out/),
    });
  });

  it('refuses what is no name and no path, and an option that does not exist', async () => {
    for (const [model, kind] of [
      [5, 'of type number'],
      [null, 'null'],
      [new URL('file:///models/mine'), 'a URL'],
    ] as const)
      await expect(loadModel(model as unknown as string)).rejects.toMatchObject({
        code: 'wrong-type',
        message: expect.stringContaining(`The model is ${kind}; give the path of a folder`),
      });
    await expect(createServer({ model: new URL('file:///models/mine') as never })).rejects.toMatchObject({
      code: 'wrong-type',
    });
    const options = { batchsize: 4 } as LoadModelOptions;
    await expect(loadModel('imdb-tiny', options)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('There is no option "batchsize"; choose among variant, threads'),
    });
  });

  it('says of a name that is mistyped that there are bundled ones', async () => {
    await expect(loadModel('imdb-tinyy')).rejects.toThrow(/or the name of one that comes with Reelsense/);
  });

  it.each(BUNDLED_MODELS)(
    'loads the bundled model %s by its name, and a folder of that name by ./',
    async (name) => {
      const model = await loadModel(name);
      expect(model.model.name).toBe(name);
      await model.release();
      expect(modelFolder(name)).toBe(bundledModelFolder(name));
      expect(modelFolder(`./${name}`)).toBe(`./${name}`);
    },
  );

  it('says what the bundled language model is for, which is no classifier', async () => {
    expect(modelFolder(BUNDLED_LANGUAGE_MODEL)).toBe(bundledModelFolder(BUNDLED_LANGUAGE_MODEL));
    expect((await readPretrained(modelFolder(BUNDLED_LANGUAGE_MODEL))).vocabulary.size).toBe(30_000);
    await expect(loadModel(BUNDLED_LANGUAGE_MODEL)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('--init imdb-language-model'),
    });
  });

  const present = existsSync(join(bundledModelFolder(), 'manifest.json'));
  it.runIf(present)('loads the bundled model when no folder is named', async () => {
    const model = await loadModel();
    expect((await model.predict('A wonderful, moving film. I loved every minute of it.')).label).toBe(
      'positive',
    );
    expect((await model.predict('A terrible, boring waste of time. I hated it.')).label).toBe('negative');
    await model.release();
  });

  it.skipIf(present)('says that the bundled model is missing, and what to do', async () => {
    await expect(loadModel()).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringMatching(/bundled model .* is not there .* train one/),
    });
  });
});
