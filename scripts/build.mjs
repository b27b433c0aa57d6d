/** `npm run build`: whatever is missing to have dist/. */
import { ensureCompiled } from './compilation.mjs';
import { ensureInstalled } from './installation.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
ensureInstalled();
ensureCompiled();
