/** The front end on a page that the server delivered: takes over what stands there for readers without a script. */
import { render } from 'preact';
import { App } from './app.js';
import { pageOf } from './pages.js';
import { applyStoredTheme } from './theme.js';
import './styles/index.js';

applyStoredTheme();
const page = pageOf(location.pathname);
if (page !== undefined) {
  const { default: Content } = await page.load();
  document.body.replaceChildren();
  render(<App page={page} content={Content} />, document.body);
}
