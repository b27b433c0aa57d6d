/** A message that stands out: something to know, to mind, or that went wrong, with what to do about it. */
import type { ComponentChildren, JSX } from 'preact';

export interface NoticeProps {
  readonly kind?: 'info' | 'warning' | 'error';
  readonly title?: string;
  /** Buttons under the text. */
  readonly actions?: ComponentChildren;
  /** True when a screen reader shall be told at once. */
  readonly live?: boolean;
  readonly children?: ComponentChildren;
}

export function Notice({ kind = 'info', title, actions, live = false, children }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${kind}`} role={live ? 'alert' : undefined}>
      {title === undefined ? null : <strong>{title}</strong>}
      {children === undefined ? null : <div>{children}</div>}
      {actions === undefined ? null : <div class="row">{actions}</div>}
    </div>
  );
}
