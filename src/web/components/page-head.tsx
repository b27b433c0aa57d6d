/** The heading of a page and its one sentence. */
import type { ComponentChildren, JSX } from 'preact';

export interface PageHeadProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

export function PageHead({ title, children }: PageHeadProps): JSX.Element {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
