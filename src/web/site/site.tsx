/** The page "Analyse" as static files: the model lies beside it, and everything is read on the device. */
import { ApiFailure, type ModelFacts } from '../api/index.js';
import { baseAddress } from '../base-address.js';
import { pages } from '../pages.js';
import { start } from '../start.js';
import { applyStoredTheme } from '../theme.js';
import '../styles/index.js';

/** What the server would answer to GET /api/v1/model, written when the site was built. */
const factsAddress = new URL('model.json', baseAddress());

async function facts(): Promise<ModelFacts> {
  const response = await fetch(factsAddress).catch(() => undefined);
  if (response?.ok === true) return (await response.json()) as ModelFacts;
  throw new ApiFailure({
    code: 'unreachable',
    message: `${factsAddress.pathname} cannot be loaded. Check the connection; the page keeps asking.`,
    retryAfter: 3000,
  });
}

applyStoredTheme();
await start(pages[0]!, {
  hasServer: false,
  base: baseAddress(),
  facts,
  deliveredText: '',
});
