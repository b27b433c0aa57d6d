/** Which texts `calibrate` takes of labelled data, and whether an evaluation would measure on some of them again. */
import { sha256Of } from '../checkpoint/index.js';
import { type Dataset, dataIdentity, type Example } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { ModelMetrics, RecalibrationFacts } from '../training/index.js';
import { evaluatedPart, type Part, type PartRequest } from './evaluated-part.js';

export interface CalibrationTexts extends Pick<RecalibrationFacts, 'part' | 'testSha256'> {
  readonly examples: readonly Example[];
}

/**
 * The development part of the data that the model was trained on. Of other data what its test part leaves, without texts that stand
 * there too, so that the calibrated model can still be measured on it; all where there is no such part.
 * @throws ReelsenseError 'invalid-option' where there is nothing but a test part; what {@link evaluatedPart} throws
 */
export function calibrationTexts(request: Omit<PartRequest, 'part'>): CalibrationTexts {
  const { dataset, isOwn, exclude } = request;
  if (isOwn || dataset.test.length === 0)
    return evaluatedPart({ ...request, part: isOwn ? 'development' : 'all' });
  const testTexts = new Set(dataset.test.map(({ text }) => text));
  const isKept = ({ id, text }: Example): boolean => exclude?.has(id) !== true && !testTexts.has(text);
  const train = dataset.train.filter(isKept);
  const development = (dataset.development ?? []).filter(isKept);
  const examples = [...train, ...development];
  if (examples.length === 0) {
    throw new ReelsenseError(
      'invalid-option',
      `${dataset.name} has no labelled texts but those of its test part, which is kept to measure on; give it others, or name the column that tells the parts (--split-column).`,
    );
  }
  const named = { train, development };
  const part = Object.entries(named)
    .filter(([, { length }]) => length > 0)
    .map(([name]) => name)
    .join(' and ');
  return { part, examples, testSha256: testIdentity(dataset) };
}

/** Whether the calibration of a model has seen texts of that part of `dataset`, which is not the data of its training. */
export function isCalibratedOn(
  { calibration }: Pick<ModelMetrics, 'calibration'>,
  dataset: Pick<Dataset, 'sha256' | 'test'>,
  part: Part,
): boolean {
  for (let facts = calibration; facts !== undefined; facts = facts.earlier) {
    if (facts.isDevelopment || dataIdentity(facts.data.sha256) !== dataIdentity(dataset.sha256)) continue;
    if (part !== 'test' || facts.testSha256 !== testIdentity(dataset)) return true;
  }
  return false;
}

/** In an order that does not depend on the form of the data. */
function testIdentity({ test }: Pick<Dataset, 'test'>): string {
  return sha256Of(
    test
      .map(({ id }) => id)
      .sort()
      .join('\n'),
  );
}
