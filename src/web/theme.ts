/** Light or dark: as the system has it until the visitor chooses; the choice is remembered in this browser. */
import { useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEY = 'reelsense.theme';

function isTheme(value: unknown): value is Theme {
  return value === 'light' || value === 'dark';
}

function stored(): Theme | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : undefined;
  } catch {
    return undefined; // Storage is closed to this page: the system's theme it is.
  }
}

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function apply(theme: Theme | undefined): void {
  if (theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** To be called before anything is drawn. */
export function applyStoredTheme(): void {
  apply(stored());
}

export function useTheme(): [theme: Theme, toggle: () => void] {
  const [theme, setTheme] = useState<Theme>(() => stored() ?? systemTheme());
  const toggle = (): void => {
    const next = theme === 'dark' ? 'light' : 'dark';
    setTheme(next);
    apply(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Not remembered then.
    }
  };
  return [theme, toggle];
}
