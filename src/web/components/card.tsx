/** A framed section with a heading, what can be done with it at the right, and a sentence below. */
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

export interface CardProps {
  readonly title: ComponentChildren;
  /** Buttons beside the heading. */
  readonly actions?: ComponentChildren;
  /** A sentence under the heading. */
  readonly lead?: ComponentChildren;
  readonly class?: string;
  readonly id?: string;
  readonly children?: ComponentChildren;
}

export function Card({ title, actions, lead, class: name = '', id, children }: CardProps): JSX.Element {
  const heading = useId();
  return (
    <section class={`card ${name}`} id={id} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {actions}
        {lead === undefined ? null : <p>{lead}</p>}
      </header>
      {children}
    </section>
  );
}
