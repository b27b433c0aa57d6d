/** The frame that every page stands in: header, navigation, theme switch, foot. */
import type { ComponentType, JSX } from 'preact';
import { Brand } from './components/brand.js';
import { KeyForm } from './components/key-form.js';
import { ThemeButton } from './components/theme-button.js';
import { useEnvironment } from './environment.js';
import { type Page, pages } from './pages.js';

export interface AppProps {
  readonly page: Page;
  readonly content: ComponentType;
}

export function App({ page, content: Content }: AppProps): JSX.Element {
  const { hasServer } = useEnvironment();
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="site-header">
        <div>
          <Brand />
          {hasServer ? (
            <nav aria-label="Pages">
              {pages.map(({ path, name }) => (
                <a key={path} href={path} aria-current={path === page.path ? 'page' : undefined}>
                  {name}
                </a>
              ))}
              <a href="./docs">API</a>
            </nav>
          ) : null}
          <ThemeButton />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {hasServer ? <KeyForm /> : null}
        <Content />
      </main>
    </>
  );
}
