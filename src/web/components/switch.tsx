/** Something that is on or off. */
import type { ComponentChildren, JSX } from 'preact';

export interface SwitchProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}

export function Switch({
  on,
  onChange,
  disabled = false,
  describedBy,
  id,
  children,
}: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      id={id}
      class="switch"
      role="switch"
      aria-checked={on}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      <span class="track" aria-hidden="true" />
      <span>{children}</span>
    </button>
  );
}
