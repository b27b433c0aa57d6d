/** Changes between light and dark. */
import type { JSX } from 'preact';
import { useTheme } from '../theme.js';
import { Button } from './button.js';

export function ThemeButton(): JSX.Element {
  const [theme, toggle] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Button kind="quiet" onClick={toggle} aria-label={`Use ${other} colours`} title={`Use ${other} colours`}>
      <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">
        {theme === 'dark' ? (
          <>
            <circle cx="10" cy="10" r="3.5" />
            <path
              stroke-linecap="round"
              d="M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1"
            />
          </>
        ) : (
          <path stroke-linejoin="round" d="M17 11.6A7.2 7.2 0 0 1 8.4 3a7.2 7.2 0 1 0 8.6 8.6Z" />
        )}
      </svg>
    </Button>
  );
}
