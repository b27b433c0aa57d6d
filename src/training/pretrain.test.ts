import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNewestCheckpoint } from '../checkpoint/index.js';
import { describeLanguageModel } from './describe-language-model.js';
import {
  type PretrainingConfiguration,
  type PretrainingTask,
  pretrain,
  resolvePretrainingConfiguration,
} from './index.js';
import { readPretrained } from './pretrained.js';
import { signalAfter } from './training.test-support.js';

const root = mkdtempSync(join(tmpdir(), 'reelsense-pretrain-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, `run-${folders++}`);

/** Texts that repeat one of three sentences: what comes next is nearly always known. */
const sentences = ['the old ship sails at dawn', 'she sings a quiet song', 'nobody saw the red fox'];
const texts = Array.from({ length: 60 }, (_, i) =>
  Array(4)
    .fill(sentences[i % 3])
    .join(' . '),
);

function taskOf(settings: Partial<PretrainingConfiguration> = {}): PretrainingTask {
  const configuration = resolvePretrainingConfiguration({
    threads: 1,
    vocabularySize: 40,
    minimumCount: 1,
    embeddingSize: 8,
    hiddenSize: 10,
    streams: 4,
    window: 8,
    epochs: 2,
    learningRate: 0.02,
    warmupSteps: 5,
    dropout: 0.1,
    heldOutFraction: 0.1,
    ...settings,
  });
  return { configuration, texts, folder: newFolder() };
}

/** Collects the notes of a run, apart from that on its length: these are all short. */
function notesOf() {
  const said: string[] = [];
  const onLength: string[] = [];
  const onProgress: PretrainingTask['onProgress'] = (progress) => {
    if (progress.kind !== 'note') return;
    (/ steps? in all/.test(progress.message) ? onLength : said).push(progress.message);
  };
  return { said, onLength, onProgress };
}

async function tensorsOf(folder: string) {
  const checkpoint = await readNewestCheckpoint(folder);
  return { tensors: checkpoint!.tensors, position: checkpoint!.header.position as { step: number } };
}

describe('pretraining', () => {
  it('learns what word comes next, in both directions', async () => {
    const perplexity = await pretrain(taskOf({ epochs: 5 }));
    expect(perplexity).toBeLessThan(2); // of 17 words
  });

  it("logs the perplexity of each epoch, the last of which is the model's", async () => {
    const task = taskOf();
    const perplexity = await pretrain(task);
    const log = readFileSync(join(task.folder, 'run.jsonl'), 'utf8').trim().split('\n');
    const epochs = log.map((line) => JSON.parse(line));
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(epochs.at(-1).perplexity).toBe(perplexity);
    expect((await readPretrained(task.folder)).facts.perplexity).toBe(perplexity);
  });

  it('ends with an error that says what to do where it has come to nothing', async () => {
    await expect(pretrain(taskOf({ learningRate: 100, epochs: 1, decay: 'none' }))).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(/perplexity of held-out texts is Infinity.*lower learning rate/),
    });
    const few = { ...taskOf({ streams: 1, window: 100 }), texts: texts.slice(0, 25) };
    await expect(pretrain(few)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/^The held-out texts have \d+ tokens/),
    });
  });

  it('gives the same bytes for the same seed', async () => {
    const [first, second] = [taskOf(), taskOf()];
    expect(await pretrain(first)).toBe(await pretrain(second));
    expect((await tensorsOf(first.folder)).tensors).toEqual((await tensorsOf(second.folder)).tensors);
  });

  it('goes on to the same bits after it was stopped, in the midst of an epoch and between two', async () => {
    const whole = taskOf();
    const perplexity = await pretrain(whole);
    const { tensors, position } = await tensorsOf(whole.folder);
    const parts = taskOf();
    expect(await pretrain({ ...parts, signal: signalAfter(5) })).toBeUndefined();
    const { carried } = (await tensorsOf(parts.folder)).tensors;
    expect(carried!.every((value) => value !== 0)).toBe(true); // every stream's states, both directions
    const stepsInEpoch = position.step / 2;
    expect(await pretrain({ ...parts, resume: true, signal: signalAfter(stepsInEpoch - 5) })).toBeUndefined();
    expect(await pretrain({ ...parts, resume: true })).toBe(perplexity);
    const resumed = await tensorsOf(parts.folder);
    expect(resumed.tensors).toEqual(tensors);
    expect(resumed.position.step).toBe(position.step);
  });

  it('comes to the same with two threads', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => pretrain(taskOf({ threads, dropout: 0.2, epochs: 1 }))),
    );
    expect(two).toBeCloseTo(one!, 4);
  });

  it('goes on from another language model, with its words, on other texts', async () => {
    const first = taskOf();
    const before = await pretrain(first);
    const initial = await readPretrained(first.folder);
    const task = { ...taskOf({ seed: 2, epochs: 1, learningRate: 1e-6, vocabularySize: 5 }), initial };
    expect(await pretrain(task)).toBeCloseTo(before!, 3); // the same held-out texts, nearly the same weights
    const after = await readPretrained(task.folder);
    expect(after.vocabulary.tokens).toEqual(initial.vocabulary.tokens);
    expect(after.facts.initial).toBe(initial.facts.checkpoint);
    expect(after.facts.before).toEqual(initial.facts);
    expect(after.texts).toEqual(initial.texts);
    const mine = { ...taskOf({ epochs: 1 }), texts: texts.slice(1), initial };
    expect(await pretrain({ ...mine, signal: signalAfter(2) })).toBeUndefined();
    await expect(pretrain({ ...mine, initial: undefined, resume: true })).rejects.toMatchObject({
      code: 'resume-mismatch',
    });
    await pretrain({ ...mine, resume: true });
    expect((await readPretrained(mine.folder)).texts).toHaveLength(2); // those of both runs
    await expect(pretrain({ ...taskOf({ hiddenSize: 11 }), initial })).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('hiddenSize 10, not 11'),
    });
  });

  it('adds words of other texts to those of the language model that it goes on from', async () => {
    const first = taskOf();
    await pretrain(first);
    const initial = await readPretrained(first.folder);
    const more = texts.map((text, i) => (i % 2 === 0 ? `${text} . a zeppelin lands near zurich` : text));
    const known = initial.vocabulary.size;
    const task = {
      ...taskOf({ epochs: 1, learningRate: 1e-9, warmupSteps: 1, vocabularySize: known + 2 }),
      texts: more,
      initial,
      growsVocabulary: true,
    };
    const notes = notesOf();
    await pretrain({ ...task, ...notes });
    expect(notes.said).toEqual([
      '2 words join the vocabulary',
      expect.stringContaining('has read other texts'),
    ]);
    const grown = await readPretrained(task.folder);
    expect(grown.facts).toMatchObject({ newWords: 2 });
    expect(grown.vocabulary.tokens.slice(0, known)).toEqual(initial.vocabulary.tokens);
    expect(grown.vocabulary.tokens.slice(known)).toEqual(['lands', 'near']); // of four as frequent, by their letters
    const row = (model: typeof grown, word: string): number[] => {
      const id = model.vocabulary.idOf(word);
      const E = model.sizes.embeddingSize;
      return [...model.parameters.get('embedding.weight')!.subarray(id * E, (id + 1) * E)];
    };
    row(grown, 'lands').forEach((value, e) => {
      expect(value).toBeCloseTo(row(initial, 'zeppelin')[e]!, 6); // the unknown word's
    });
    row(grown, 'ship').forEach((value, e) => {
      expect(value).toBeCloseTo(row(initial, 'ship')[e]!, 6);
    });

    const learning = { ...task, ...taskOf({ epochs: 4, vocabularySize: 60 }), texts: more };
    expect(await pretrain(learning)).toBeLessThan(3);
    const learnt = await readPretrained(learning.folder);
    expect(row(learnt, 'zurich')).not.toEqual(row(learnt, 'zeppelin')); // each is a word of its own by now
    expect(learnt.vocabulary.tokens).toHaveLength(known + 4);

    const nothing = { ...taskOf({ epochs: 1, vocabularySize: 60 }), initial, growsVocabulary: true };
    await pretrain({ ...nothing, ...notes });
    expect(notes.said.at(-1)).toMatch(/^no word joins the vocabulary: .*--minimum-count/);
    expect((await readPretrained(nothing.folder)).facts).toMatchObject({ newWords: 0 });
  });

  it('says when the language model that it goes on from has read what is held out now, and keeps that in mind', async () => {
    const first = taskOf();
    await pretrain(first);
    const initial = await readPretrained(first.folder);
    expect(initial.facts).not.toHaveProperty('heldOutWasRead');
    const onward = async (from: typeof initial, settings: Partial<PretrainingConfiguration>) => {
      const notes = notesOf();
      const task = { ...taskOf({ seed: 3, epochs: 1, ...settings }), initial: from, ...notes };
      await pretrain({ ...task, signal: signalAfter(2) });
      await pretrain({ ...task, resume: true }); // says it once
      const { facts } = (await readPretrained(task.folder)) as { facts: object };
      return { said: notes.said, facts, model: await readPretrained(task.folder) };
    };
    const same = await onward(initial, {});
    expect([same.said, 'heldOutWasRead' in same.facts]).toEqual([[], false]);
    for (const settings of [{ splitSeed: 2 }, { heldOutFraction: 0.3 }]) {
      const { said, facts } = await onward(initial, settings);
      expect(said).toEqual([expect.stringMatching(/has read texts that are held out now.*--split-seed/)]);
      expect(facts).toMatchObject({ heldOutWasRead: true });
    }
    const other = await onward(initial, { splitSeed: 2 });
    const further = await onward(other.model, { splitSeed: 2 });
    expect(further.facts).toMatchObject({ heldOutWasRead: true }); // the first of the three has read them
  });

  it('says when the language model that it goes on from may have read what is held out now, as it has read other texts', async () => {
    const first = taskOf({ epochs: 1 });
    await pretrain(first);
    const initial = await readPretrained(first.folder);
    const notes = notesOf();
    const more = { ...taskOf({ epochs: 1 }), texts: [...texts, 'the red fox sings a song'] };
    await pretrain({ ...more, initial, ...notes });
    expect(notes.said).toEqual([expect.stringMatching(/has read other texts, which may hold some/)]);
    const model = await readPretrained(more.folder);
    expect(model.facts).toMatchObject({ heldOutWasRead: 'maybe' });
    expect(describeLanguageModel('mine', model, 'int8', undefined)).toContain(
      'on held-out texts, some of which what it began with may have read',
    );
    const further = { ...more, ...taskOf({ epochs: 1 }), texts: more.texts, initial: model };
    await pretrain(further); // holds out the same ones, which the first of the three may have read
    expect((await readPretrained(further.folder)).facts).toMatchObject({ heldOutWasRead: 'maybe' });
  });

  it('refuses to go on with other settings, and to overwrite an old run', async () => {
    const task = taskOf({ epochs: 1 });
    await pretrain({ ...task, signal: signalAfter(1) });
    await expect(pretrain(task)).rejects.toMatchObject({ code: 'invalid-option' });
    const configuration = { ...task.configuration, window: 9 };
    await expect(pretrain({ ...task, configuration, resume: true })).rejects.toMatchObject({
      code: 'resume-mismatch',
      message: expect.stringMatching(/with: window was 8 and is now 9\. Give/),
    });
  });

  it('passes over a damaged newest checkpoint, and says so', async () => {
    const task = taskOf();
    for (const [i, steps] of [3, 2].entries())
      await pretrain({ ...task, resume: i > 0, signal: signalAfter(steps) });
    const newest = readdirSync(task.folder)
      .filter((name) => name.startsWith('checkpoint-'))
      .sort()
      .at(-1)!;
    truncateSync(join(task.folder, newest), 1000);
    const notes: string[] = [];
    await pretrain({
      ...task,
      resume: true,
      signal: signalAfter(0),
      onProgress: (progress) => progress.kind === 'note' && notes.push(progress.message),
    });
    expect(notes).toEqual([expect.stringMatching(new RegExp(`${newest} was passed over because .*cut`))]);
    expect((await tensorsOf(task.folder)).position.step).toBe(3);
  });

  it('says when the texts make few steps, and when they make enough does not', async () => {
    const few = notesOf();
    await pretrain({ ...taskOf({ epochs: 1 }), ...few, signal: signalAfter(0) });
    const one = notesOf();
    await pretrain({ ...taskOf({ epochs: 1, window: 140, streams: 8 }), ...one, signal: signalAfter(0) });
    expect(one.onLength).toEqual([expect.stringMatching(/^these texts make 1 step in all/)]);
    const enough = notesOf();
    await pretrain({ ...taskOf({ epochs: 100 }), ...enough, signal: signalAfter(0) });
    expect([few.onLength, enough.onLength]).toEqual([
      [expect.stringMatching(/^these texts make \d+ steps in all, too few .*--epochs/)],
      [],
    ]);
  });

  it('needs enough text for its streams', async () => {
    await expect(pretrain(taskOf({ streams: 1000 }))).rejects.toMatchObject({ code: 'invalid-option' });
  });
});
