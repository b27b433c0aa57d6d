/** `npm start`: installs and builds what is missing, then serves in this very process. `npm start -- --port 4000` passes options on. */
import { fileURLToPath } from 'node:url';
import './build.mjs';

const program = new URL('../bin/reelsense.js', import.meta.url);
process.argv.splice(1, 1, fileURLToPath(program), 'serve');
await import(program.href);
