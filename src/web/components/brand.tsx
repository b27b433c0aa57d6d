/** The mark and the name: a strip of film whose middle frame is a bar that has gone up. */
import type { JSX } from 'preact';

export function Brand(): JSX.Element {
  return (
    <a class="brand" href="./">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <path
          d="M8 7v18M24 7v18"
          stroke="var(--surface)"
          stroke-width="2.5"
          stroke-dasharray="3 2"
          fill="none"
        />
        <path d="M13 23v-5M19 23V9" stroke="var(--surface)" stroke-width="4" stroke-linecap="round" />
      </svg>
      Reelsense
    </a>
  );
}
