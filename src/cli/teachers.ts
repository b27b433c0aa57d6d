/** `--teacher` of `train` and `baseline`: other models label the texts of a run. What they said is kept, so that it is asked once. */
import { join } from 'node:path';
import type { Example, Split } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  distinctSources,
  labelSourcesOf,
  type PlannedTraining,
  refuseTaughtDevelopment,
  type SoftLabels,
  type Teacher,
} from '../training/index.js';
import type { Console } from './console.js';
import { noteChangedData } from './evaluated-part.js';
import { KeptScores } from './kept-scores.js';
import { refuseUnwritable } from './missing-folder.js';
import { openScorer, type Scorer } from './scorer.js';

/** Texts that a teacher is asked about at a time: so many are scored again at most after a stop. */
const PART = 5000;

export const keptScoresHelp =
  "where the teachers' answers are kept; runs that name the same folder ask about no text twice (default: of train in its folder; of baseline beside --out until it is done)";

/**
 * Before minutes of asking.
 * @throws ReelsenseError 'invalid-option' when a place is given for what nobody is asked, or the answers cannot go there
 */
export function refuseUnfitAnswers({
  softLabels,
  isAsked,
}: {
  readonly softLabels: string | undefined;
  /** Whether there are answers to keep. */
  readonly isAsked: boolean;
}): void {
  if (softLabels === undefined) return;
  if (!isAsked) {
    throw new ReelsenseError(
      'invalid-option',
      "--soft-labels keeps teachers' answers, and no teacher is named; give --teacher too, or leave it out.",
    );
  }
  refuseUnwritable(join(softLabels, 'answers'), "Teachers' answers");
}

export interface TeacherTask {
  /** Model folders and files of n-grams, separated by commas. */
  readonly folders: string;
  readonly labels: readonly string[];
  readonly split: Pick<Split, 'train' | 'unlabelled'>;
  /** The run that learns from them, whose development reviews they must not have learnt from. */
  readonly planned: PlannedTraining;
  /** Folder that keeps what they said; it need not exist. Without one they are asked anew each time. */
  readonly cache?: string | undefined;
  readonly threads: number;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/**
 * The mean of the teachers' probabilities for every training and unlabelled text.
 * @throws ReelsenseError 'invalid-option' for a teacher with other labels, or that has learnt from reviews set aside now; what reading a model folder throws; the signal's reason
 */
export async function askTeachers(task: TeacherTask): Promise<SoftLabels> {
  const { folders, labels, split } = task;
  const texts = [...split.train, ...split.unlabelled];
  const names = namesOfTeachers(folders);
  if (names.includes('')) {
    throw new ReelsenseError(
      'invalid-option',
      `--teacher is "${folders}", where one of the names is empty; give models with commas between.`,
    );
  }
  const sum = texts.map(() => labels.map(() => 0));
  const scorers: Scorer[] = [];
  try {
    // All are looked at before the first is asked, which takes minutes.
    for (const path of names) {
      const scorer = await openScorer(path, task.threads);
      scorers.push(scorer);
      refuseUnfit(path, scorer, task);
    }
    for (const scorer of scorers) {
      const scores = await askTeacher(scorer, texts, task);
      sum.forEach((row, i) => {
        labels.forEach((_, k) => {
          row[k]! += scores[i * labels.length + k]! / names.length;
        });
      });
    }
  } finally {
    await Promise.allSettled(scorers.map((scorer) => scorer.release()));
  }
  return {
    teachers: scorers.map(({ name, sha256 }): Teacher => ({ name, sha256 })),
    learntFrom: distinctSources(scorers.flatMap(({ name, learnt }) => labelSourcesOf({ name, ...learnt }))),
    train: sum.slice(0, split.train.length),
    unlabelled: sum.slice(split.train.length),
  };
}

/** From the text of --teacher; empty where there is nothing between two commas. */
export function namesOfTeachers(folders: string): string[] {
  return folders.split(',').map((folder) => folder.trim());
}

function refuseUnfit(
  path: string,
  { name, labels: theirs, learnt }: Scorer,
  { labels, planned, console }: TeacherTask,
): void {
  refuseTaughtDevelopment({ name, ...learnt }, planned);
  if ('metrics' in learnt) noteChangedData(name, learnt.metrics, planned.dataset, console);
  if ([...theirs].sort().join('\n') === [...labels].sort().join('\n')) return;
  throw new ReelsenseError(
    'invalid-option',
    `The teacher ${path} has the labels ${theirs.join(', ')}; the data has ${labels.join(', ')}. Take a teacher with the same labels.`,
  );
}

/** One teacher's probabilities, [N x C] in the order of the run's labels. It is let go of: the next one needs the memory. */
async function askTeacher(
  scorer: Scorer,
  texts: readonly Example[],
  { labels, cache, console, signal }: TeacherTask,
): Promise<Float32Array> {
  const { name, sha256, labels: theirs } = scorer;
  const order = labels.map((label) => theirs.indexOf(label));
  const scores = new Float32Array(texts.length * labels.length);
  const kept = cache === undefined ? undefined : await KeptScores.open(cache, sha256, labels);
  const asked: number[] = [];
  texts.forEach(({ text }, i) => {
    const known = kept?.of(text);
    if (known === undefined) asked.push(i);
    else scores.set(known, i * labels.length);
  });
  for (let from = 0; from < asked.length; from += PART) {
    const places = asked.slice(from, from + PART);
    const part = places.map((i) => texts[i]!);
    const rows = (await scorer.score(part, console, signal)).map((row) =>
      Float32Array.from(order, (k) => row[k]!),
    );
    places.forEach((place, i) => {
      scores.set(rows[i]!, place * labels.length);
    });
    await kept?.add(
      part.map(({ text }) => text),
      rows,
    );
    if (console.showsProgress) {
      const done = texts.length - asked.length + from + part.length;
      console.note(`${name} has labelled ${done} of ${texts.length} texts.`);
    }
  }
  await scorer.release();
  return scores;
}
