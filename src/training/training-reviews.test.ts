import { describe, expect, it, vi } from 'vitest';
import type { Example } from '../datasets/index.js';
import { Tokenizer } from '../text/index.js';
import { buildVocabulary } from './build-vocabulary.js';
import { trainClassifier } from './train-classifier.js';
import { tellingTexts, tinyTask } from './training.test-support.js';
import { trainingReviews } from './training-reviews.js';

const review = (text: string, label: number): Example => ({ id: text, text, label });

const train = [review('Not bad.<br /><br />Not long, either!', 1), review('Dull', 0)];
const unlabelled = [review('Rain. Snow.', -1)];

/** The texts in memory as words, and their labels and targets. */
function read(task: Parameters<typeof trainingReviews>[0]) {
  const texts = train.map(({ text }) => text);
  const tokenizer = new Tokenizer(
    buildVocabulary([...texts, 'Rain snow'], task.configuration),
    task.configuration,
  );
  const { ids, offsets, labels, targets, counts } = trainingReviews(task, unlabelled, tokenizer);
  const texted = Array.from(labels, (_, i) =>
    [...ids.subarray(offsets[i]! + 1, offsets[i + 1]!)]
      .map((id) => tokenizer.vocabulary.tokens[id])
      .join(' '),
  );
  return { texts: texted, labels: [...labels], targets: targets && [...targets], counts };
}

describe('reviews to learn from', () => {
  const task = tinyTask({ sentenceRatio: 1, minimumCount: 1 });
  const split = { ...task.split, train };

  it('are followed by the sentences of those that have several, with their labels', () => {
    expect(read({ ...task, split })).toEqual({
      texts: ['not bad . not long , either !', 'dull', 'not bad .', 'not long , either !', 'rain . snow .'],
      labels: [1, 0, 1, 1, -1],
      targets: undefined,
      counts: { labelled: 2, taught: 0, sentences: 2, unlabelled: 1 },
    });
  });

  it('have sentences of the most frequent words alone', () => {
    const common = tinyTask({ sentenceRatio: 1, minimumCount: 1, sentenceWords: 2 }); // not (twice), ! (first of the rest)
    expect(read({ ...common, split }).texts).toEqual([
      'not bad . not long , either !',
      'dull',
      'not [UNK] [UNK]',
      'not [UNK] [UNK] [UNK] !',
      'rain . snow .',
    ]);
  });

  it('are cut into sentences one after another, so that the sentences of all are never held together', () => {
    const events: string[] = [];
    const watched = train.map((example) => ({
      ...example,
      get text() {
        events.push(`cut ${example.label}`);
        return example.text;
      },
    }));
    const tokenizer = new Tokenizer(buildVocabulary(['a'], task.configuration), task.configuration);
    const encode = vi.spyOn(tokenizer, 'encode');
    encode.mockImplementation((text) => {
      events.push(text);
      return Tokenizer.prototype.encode.call(tokenizer, text);
    });
    trainingReviews({ ...task, split: { ...split, train: watched } }, [], tokenizer);
    expect(events.slice(-4)).toEqual(['cut 1', 'Not bad.', 'Not long, either!', 'cut 0']);
  });

  it('have no sentences unless some are wanted', () => {
    const { counts, labels } = read({ ...tinyTask({ minimumCount: 1 }), split });
    expect(counts).toEqual({ labelled: 2, taught: 0, sentences: 0, unlabelled: 1 });
    expect(labels).toEqual([1, 0, -1]);
  });

  it('have the targets of teachers, sentences those of their reviews, with a label or not', () => {
    const softLabels = {
      teachers: [],
      train: [
        [0.25, 0.75],
        [1, 0],
      ],
      unlabelled: [[0.5, 0.5]],
    };
    const { texts, targets, counts } = read({ ...task, split, softLabels });
    expect(texts.slice(2)).toEqual(['rain . snow .', 'not bad .', 'not long , either !', 'rain .', 'snow .']);
    expect(targets).toEqual([0.875, 0, 0.5, 0.875, 0.875, 0.5, 0.5]);
    expect(counts).toEqual({ labelled: 2, taught: 1, sentences: 4, unlabelled: 0 });
  });

  it('change what is learnt, and repeat themselves bit for bit', async () => {
    const joined = tellingTexts(60, 2, 'train').map((example) => ({
      ...example,
      text: `${example.text}! ${example.text}!`,
    }));
    const trained = async (sentenceRatio: number) => {
      const { split, ...rest } = tinyTask({ sentenceRatio });
      return (await trainClassifier({ ...rest, split: { ...split, train: joined } }))!;
    };
    const [first, again, without] = [await trained(1), await trained(1), await trained(0)];
    expect(first.parameters).toEqual(again.parameters);
    expect(first.parameters).not.toEqual(without.parameters);
  });
});
