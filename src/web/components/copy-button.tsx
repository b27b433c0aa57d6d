/** A button that copies a text, and says that it did. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.js';

const SHOWN_MILLISECONDS = 2000;

export interface CopyButtonProps {
  readonly content: () => string | Promise<string>;
  readonly disabled?: boolean;
  /** Said when it is copied. */
  readonly done?: string;
  /** Said where there is no clipboard: only a secure address has one. */
  readonly failed?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function CopyButton(props: CopyButtonProps): JSX.Element {
  const { content, disabled = false, done = 'Copied', failed = 'Select it and copy by hand', title } = props;
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    const text = await content();
    try {
      await navigator.clipboard.writeText(text);
      setSaid(done);
    } catch {
      setSaid(failed);
    }
  };
  return (
    <>
      <Button small disabled={disabled} title={title} onClick={() => void copy()}>
        {said ?? props.children}
      </Button>
      <span class="unseen" role="status">
        {said ?? ''}
      </span>
    </>
  );
}
