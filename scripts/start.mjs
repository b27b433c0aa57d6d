/** `npm start`: installs and builds what is missing, then serves in this very process. `npm start -- --port 4000` passes options on. */
import { fileURLToPath } from 'node:url';
import './build.mjs';

stopWithParent();
const program = new URL('../bin/reelsense.js', import.meta.url);
process.argv.splice(1, 1, fileURLToPath(program), 'serve');
await import(program.href);

/** npm starts us through a shell that does not pass SIGTERM on: `kill <npm>` would leave the server running. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watch.unref();
}
