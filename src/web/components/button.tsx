/** A button. `primary` is the one thing to do next; `quiet` has no frame. */
import type { ComponentChildren, ComponentProps, JSX } from 'preact';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'size'> {
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly small?: boolean;
  readonly children?: ComponentChildren;
}

export function Button({ kind = 'plain', small = false, children, ...rest }: ButtonProps): JSX.Element {
  const names = ['button', kind === 'plain' ? '' : kind, small ? 'small' : ''];
  return (
    <button type="button" class={names.filter(Boolean).join(' ')} {...rest}>
      {children}
    </button>
  );
}
