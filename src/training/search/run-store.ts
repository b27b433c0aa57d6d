/** The folder of a search: one line for each finished run, on the disk before the next begins, so that none is done twice. */
import {
  compareFingerprints,
  createRunLog,
  type Fingerprint,
  FolderLock,
  type JsonValue,
  listFolder,
  makeFolder,
  REPORT_FILE,
  RUN_LOG_FILE,
  type RunLog,
  readRunLog,
  refuseDifferences,
} from '../../checkpoint/index.js';
import { ReelsenseError } from '../../errors/index.js';
import type { SearchRun } from '../../evaluation/index.js';
import { runtimeVersion } from '../../runtime/index.js';
import type { TrainingConfiguration } from '../configuration.js';
import { identityOf } from '../initial-model.js';
import { reviewsSha256 } from '../set-aside-reviews.js';
import type { TrainingTask } from '../training-task.js';
import type { SearchSpace } from './space.js';

/** What makes two searches the same one. */
export interface SearchIdentity {
  /** What every trial has but for the settings of the space; its epochs are the most that a trial gets. */
  readonly base: TrainingConfiguration;
  readonly space: SearchSpace;
  /** Training and development parts, and unlabelled reviews where trials learn from them; nothing of a test part. */
  readonly training: Pick<TrainingTask, 'labels' | 'split' | 'dataSha256' | 'initial'>;
}

export class RunStore {
  private constructor(
    /** Finished in earlier sittings, in their order. */
    readonly runs: readonly SearchRun[],
    private readonly log: RunLog,
    private readonly lock: FolderLock,
  ) {}

  /**
   * Opens (and makes) the folder for this process alone.
   * @throws ReelsenseError 'invalid-option' when something else or an earlier search stands there and `resume` is not set,
   *   'file-not-found' when there is no search to resume, 'resume-mismatch', 'folder-in-use', 'no-space'
   */
  static async open(folder: string, task: SearchIdentity, resume: boolean): Promise<RunStore> {
    const fingerprint = fingerprintOf(task);
    const { entries } = await readSearch(folder, resume);
    await makeFolder(folder);
    const lock = await FolderLock.acquire(folder, 'search');
    let log: RunLog | undefined;
    try {
      const [first, ...rest] = entries;
      if (first !== undefined)
        refuseDifferences(
          compareFingerprints(withOrder(first.fingerprint as Fingerprint), withOrder(fingerprint)),
        );
      log = await createRunLog(folder);
      if (first === undefined) await log.append({ kind: 'search', fingerprint });
      const runs = rest.map(({ kind: _, ...run }) => run as unknown as SearchRun);
      return new RunStore(runs, log, lock);
    } catch (error) {
      await log?.close();
      await lock.release();
      throw error;
    }
  }

  /** Resolves when the run is on the disk. @throws ReelsenseError 'no-space' */
  add(run: SearchRun): Promise<void> {
    return this.log.append({ kind: 'run', ...run });
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.lock.release();
  }
}

async function readSearch(folder: string, resume: boolean): Promise<{ entries: Record<string, unknown>[] }> {
  const names = (await listFolder(folder)).filter((name) => !name.startsWith('.lock'));
  const stranger = names.find(
    (name) => name !== RUN_LOG_FILE && name !== REPORT_FILE && !name.startsWith('.'),
  );
  const { entries } = await readRunLog(folder);
  const isSearch = entries[0]?.kind === 'search';
  if (stranger !== undefined || (entries.length > 0 && !isSearch)) {
    throw new ReelsenseError(
      'invalid-option',
      `${folder} holds ${stranger ?? RUN_LOG_FILE} and is not the folder of a search; choose a new or empty one.`,
    );
  }
  if (isSearch && !resume) {
    throw new ReelsenseError(
      'invalid-option',
      `${folder} holds an earlier search with ${entries.length - 1} finished runs; give --resume to go on with it, or another --out.`,
    );
  }
  if (resume && names.length === 0) {
    throw new ReelsenseError(
      'file-not-found',
      `There is no search to go on with in ${folder}: check --out, or leave --resume out to begin one.`,
    );
  }
  return { entries };
}

/** With the order of the space's settings, in which they are drawn: another one gives other trials under the same numbers. */
function withOrder(fingerprint: Fingerprint): Fingerprint {
  return { ...fingerprint, 'order of the space': Object.keys(fingerprint.space as object) };
}

/** What must be equal for finished runs to count: all but how many trials there are and which go on. */
function fingerprintOf({ base, space, training }: SearchIdentity): Fingerprint {
  const { checkpointMinutes: _, ...settings } = base;
  return {
    ...settings,
    space: JSON.parse(JSON.stringify(space)) as JsonValue,
    labels: [...training.labels],
    data: training.dataSha256,
    trainingReviews: reviewsSha256(training.split.train),
    developmentReviews: reviewsSha256(training.split.development),
    ...(training.split.unlabelled === undefined
      ? {}
      : { unlabelledReviews: reviewsSha256(training.split.unlabelled) }),
    ...(training.initial === undefined ? {} : { initial: identityOf(training.initial) }),
    comparedBy: 'calibrated loss',
    runtime: runtimeVersion,
  };
}
