/** The one class for mistakes that a user can make, and the table of their codes. */

/** What went wrong, as a stable word; mapped once to an exit code (cli) and once to an HTTP status (server). */
export type ErrorCode =
  | 'invalid-option'
  | 'file-not-found'
  | 'damaged-data'
  | 'missing-column'
  | 'too-few-labels'
  | 'empty-text'
  | 'text-too-long'
  | 'wrong-type'
  | 'released'
  | 'damaged-model'
  | 'damaged-checkpoint'
  | 'resume-mismatch'
  | 'folder-in-use'
  | 'not-finite'
  | 'port-in-use'
  | 'no-space'
  | 'network'
  | 'busy'
  | 'not-found';

/**
 * A mistake that the user can mend. The message says what was wrong, the value, the limit or the choices,
 * and what to do; it is shown as it stands, without a stack trace.
 */
export class ReelsenseError extends Error {
  override readonly name = 'ReelsenseError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** @throws ReelsenseError 'invalid-option' for a name in `given` that is none of `known`: what was mistyped would be left at its default, unseen */
export function refuseUnknown(kind: 'option' | 'setting', given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ReelsenseError(
    'invalid-option',
    `There is no ${kind} "${unknown}"; choose among ${known.join(', ')}.`,
  );
}

/** True for a Node.js system error with this `code` ('ENOSPC', 'ENOENT', ...). */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
