/** A framed section with a heading, what can be done with it at the right, and a sentence below. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface CardProps {
  readonly title: ComponentChildren;
  /** Buttons beside the heading. */
  readonly actions?: ComponentChildren;
  /** A sentence under the heading. */
  readonly lead?: ComponentChildren;
  readonly class?: string;
  readonly id?: string;
  /**
   * For one that takes the place of another by what the user did: the focus would be lost with what is gone. So it may be
   * when the card changes: with another value it is taken again, if it is lost.
   */
  readonly takesFocus?: boolean | string;
  readonly children?: ComponentChildren;
}

export function Card(props: CardProps): JSX.Element {
  const { title, actions, lead, class: name = '', id, takesFocus = false, children } = props;
  const heading = useId();
  const head = useRef<HTMLHeadingElement>(null);
  const isNew = useRef(true);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (takesFocus !== false && (isNew.current || isLost)) head.current?.focus();
    isNew.current = false;
  }, [takesFocus]);
  return (
    <section class={`card ${name}`} id={id} aria-labelledby={heading}>
      <header>
        <h2 id={heading} ref={head} tabIndex={takesFocus === false ? undefined : -1}>
          {title}
        </h2>
        {actions}
        {lead === undefined ? null : <p>{lead}</p>}
      </header>
      {children}
    </section>
  );
}
