/** The evaluation on test texts that a metrics.json records, and that all pages speak of. */

export interface RecordedTest {
  /** As `evaluationToJson` writes them; of another version any but these two may be missing. */
  readonly figures: Readonly<Record<string, unknown>> & { readonly count: number; readonly accuracy: number };
  /** Of the data whose test part it was. */
  readonly dataName: string | undefined;
  readonly command: string | undefined;
}

/** The newest one on a test part; undefined when there is none. @param metrics whatever stands in metrics.json */
export function recordedTest(metrics: unknown): RecordedTest | undefined {
  const { evaluations } = record(metrics);
  if (!Array.isArray(evaluations)) return undefined;
  const found = evaluations
    .map(record)
    .findLast(({ part, figures }) => part === 'test' && isMeasured(figures));
  if (found === undefined || !isMeasured(found.figures)) return undefined;
  const { name } = record(found.data);
  return {
    figures: found.figures,
    dataName: typeof name === 'string' ? name : undefined,
    command: typeof found.command === 'string' ? found.command : undefined,
  };
}

function isMeasured(figures: unknown): figures is RecordedTest['figures'] {
  const { count, accuracy } = record(figures);
  return typeof count === 'number' && typeof accuracy === 'number';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
