/** Draws a page in its environment, in the place of what stands there for readers without a script. */
import { render } from 'preact';
import { App } from './app.js';
import { type Environment, EnvironmentProvider } from './environment.js';
import type { Page } from './pages.js';

export async function start(page: Page, environment: Environment): Promise<void> {
  const { default: Content } = await page.load();
  const root = document.querySelector('#app') ?? document.body;
  root.replaceChildren();
  render(
    <EnvironmentProvider value={environment}>
      <App page={page} content={Content} />
    </EnvironmentProvider>,
    root,
  );
}
