import { expect, it } from 'vitest';
import { settingsReference } from './settings-reference.js';

it('docs/settings.md says what the table of settings says (npx vitest run src/server/settings-reference -u writes it)', async () => {
  await expect(settingsReference()).toMatchFileSnapshot('../../docs/settings.md');
});
