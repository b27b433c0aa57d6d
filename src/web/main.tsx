/** The front end on a page that the server delivered: takes over what stands there for readers without a script. */
import { render } from 'preact';
import { modelFacts } from './api/index.js';
import { App } from './app.js';
import { type Environment, EnvironmentProvider } from './environment.js';
import { pageOf } from './pages.js';
import { applyStoredTheme } from './theme.js';
import './styles/index.js';

applyStoredTheme();
const page = pageOf(location.pathname);
if (page !== undefined) {
  const { default: Content } = await page.load();
  const environment: Environment = {
    hasServer: true,
    modelBase: new URL('/model/', location.href).href,
    facts: modelFacts,
    deliveredText: document.querySelector<HTMLTextAreaElement>('textarea[name="text"]')?.value ?? '',
  };
  const root = document.querySelector('#app') ?? document.body;
  root.replaceChildren();
  render(
    <EnvironmentProvider value={environment}>
      <App page={page} content={Content} />
    </EnvironmentProvider>,
    root,
  );
}
