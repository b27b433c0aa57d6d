/** `--teacher` of `train` and `baseline`: other models label the texts of a run. What they said is kept, so that it is asked once. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../checkpoint/index.js';
import type { Example, Split } from '../datasets/index.js';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import type { SoftLabels, Teacher } from '../training/index.js';
import type { Console } from './console.js';
import { openScorer } from './scorer.js';

/** Texts whose labels are kept in one file: so many are scored again at most after a stop. */
const PART = 5000;
const HASH_BYTES = 32;

export interface TeacherTask {
  /** Model folders and files of n-grams, separated by commas. */
  readonly folders: string;
  readonly labels: readonly string[];
  readonly split: Pick<Split, 'train' | 'unlabelled'>;
  /** Folder that keeps what they said; it need not exist. Without one they are asked anew each time. */
  readonly cache?: string | undefined;
  readonly threads: number;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/**
 * The mean of the teachers' probabilities for every training and unlabelled text.
 * @throws ReelsenseError 'invalid-option' for a teacher with other labels; what reading a model folder throws; the signal's reason
 */
export async function askTeachers(task: TeacherTask): Promise<SoftLabels> {
  const { folders, labels, split } = task;
  const texts = [...split.train, ...split.unlabelled];
  const names = folders.split(',').map((folder) => folder.trim());
  const sum = texts.map(() => labels.map(() => 0));
  const teachers: Teacher[] = [];
  for (const folder of names) {
    const { teacher, scores } = await askTeacher(folder, texts, task);
    teachers.push(teacher);
    sum.forEach((row, i) => {
      labels.forEach((_, k) => {
        row[k]! += scores[i * labels.length + k]! / names.length;
      });
    });
  }
  return { teachers, train: sum.slice(0, split.train.length), unlabelled: sum.slice(split.train.length) };
}

/** One teacher's probabilities, [N x C] in the order of the run's labels. */
async function askTeacher(
  path: string,
  texts: readonly Example[],
  { labels, cache, threads, console, signal }: TeacherTask,
): Promise<{ teacher: Teacher; scores: Float32Array }> {
  const scorer = await openScorer(path, threads);
  const { name, sha256, labels: theirs } = scorer;
  if ([...theirs].sort().join('\n') !== [...labels].sort().join('\n')) {
    throw new ReelsenseError(
      'invalid-option',
      `The teacher ${path} has the labels ${theirs.join(', ')}; the data has ${labels.join(', ')}. Take a teacher with the same labels.`,
    );
  }
  const order = labels.map((label) => theirs.indexOf(label));
  if (cache !== undefined) await mkdir(cache, { recursive: true });
  const scores = new Float32Array(texts.length * labels.length);
  try {
    for (let from = 0; from < texts.length; from += PART) {
      const part = texts.slice(from, from + PART);
      const file = cache === undefined ? undefined : join(cache, `${keyOf(sha256, labels, part)}.bin`);
      let known = file === undefined ? undefined : await readScores(file, part.length * labels.length);
      if (known === undefined) {
        const rows = await scorer.score(part, console, signal);
        known = Float32Array.from(rows.flatMap((row) => order.map((k) => row[k]!)));
        if (file !== undefined) await writeFileAtomically(file, withHash(known));
        if (console.showsProgress)
          console.note(`${name} has labelled ${from + part.length} of ${texts.length} texts.`);
      }
      scores.set(known, from * labels.length);
    }
  } finally {
    await scorer.release();
  }
  return { teacher: { name, sha256 }, scores };
}

function keyOf(teacher: string, labels: readonly string[], texts: readonly Example[]): string {
  const hash = createHash('sha256').update(JSON.stringify([teacher, labels]));
  for (const { text } of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}

function withHash(scores: Float32Array): Uint8Array {
  const bytes = Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength);
  return Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]);
}

/** What is kept in `file`; undefined when there is none, or it is cut or altered. */
async function readScores(file: string, count: number): Promise<Float32Array | undefined> {
  const content = await readFile(file).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (content?.length !== count * 4 + HASH_BYTES) return undefined;
  const bytes = new Uint8Array(content.subarray(0, count * 4));
  const hash = createHash('sha256').update(bytes).digest();
  return hash.equals(content.subarray(count * 4)) ? new Float32Array(bytes.buffer) : undefined;
}
