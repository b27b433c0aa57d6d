/** The version that is kept to compare with. Where another model reads now, it is read again: both verdicts are of one model. */
import { useEffect, useState } from 'preact/hooks';
import type { Prediction } from '../api/index.js';
import type { Answered } from '../reading/live-question.js';
import type { ByModel, Reader } from '../reading/reader.js';
import { useLiveQuestion } from '../reading/use-live-question.js';

export interface Version {
  readonly text: string;
  /** Undefined while it is read again, and where it cannot be. */
  readonly prediction: ByModel<Prediction> | undefined;
  /** Why the model that reads now does not read it. */
  readonly failure?: string | undefined;
}

const times = { delay: 0, longestDelay: 0, atOnce: true };

/**
 * @param latest verdict on the text of now, of the model that reads now
 * @param predict undefined while nobody reads
 */
export function useKept(
  latest: Answered<ByModel<Prediction>> | undefined,
  predict: Reader['predict'] | undefined,
): [kept: Version | undefined, keep: (version: Version | undefined) => void] {
  const [kept, setKept] = useState<Version>();
  const model = latest?.answer.model.sha256;
  const isOfAnother = model !== undefined && kept !== undefined && kept.prediction?.model.sha256 !== model;
  const { latest: again, failure } = useLiveQuestion(isOfAnother ? kept.text : '', predict, times);
  useEffect(() => {
    if (again !== undefined && again.text === kept?.text)
      setKept({ text: again.text, prediction: again.answer });
  }, [again]);
  const shown =
    kept && isOfAnother ? { text: kept.text, prediction: undefined, failure: failure?.message } : kept;
  return [shown, setKept];
}
