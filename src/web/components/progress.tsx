/** How far something is, with a line of text. */
import type { ComponentChildren, JSX } from 'preact';

export interface ProgressProps {
  /** Names what goes on, for screen readers. */
  readonly label: string;
  /** From 0 to 1; undefined while nobody knows. */
  readonly value: number | undefined;
  readonly children?: ComponentChildren;
}

export function Progress({ label, value, children }: ProgressProps): JSX.Element {
  return (
    <div class="progress">
      <progress aria-label={label} max={1} value={value} />
      {children === undefined ? null : <div class="note">{children}</div>}
    </div>
  );
}
