/** The front end on a page that the server delivered. */
import { modelFacts } from './api/index.js';
import { baseAddress } from './base-address.js';
import { pageOf } from './pages.js';
import { start } from './start.js';
import { applyStoredTheme } from './theme.js';
import './styles/index.js';

applyStoredTheme();
const page = pageOf(location.pathname);
if (page !== undefined) {
  await start(page, {
    hasServer: true,
    base: baseAddress(),
    facts: modelFacts,
    deliveredText: document.querySelector<HTMLTextAreaElement>('textarea[name="text"]')?.value ?? '',
  });
}
