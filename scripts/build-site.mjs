/**
 * `npm run build:site`: the page "Analyse" as static files in dist-site/, with the model beside it. Whatever serves files serves it, under
 * any path; browsers run the model on pages that come over https or from the same machine.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import './build.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const model = resolve(process.argv[2] ?? join(root, 'models', 'imdb-tiny'));
const output = resolve(process.argv[3] ?? join(root, 'dist-site'));
if (existsSync(output) && readdirSync(output).length > 0 && !existsSync(join(output, 'model.json'))) {
  console.error(
    `${output} holds something that is no site of ours, and would be emptied; give a new folder.`,
  );
  process.exit(2);
}

const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const { status } = spawnSync(process.execPath, [vite, 'build', '--mode', 'site', '--outDir', output], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

const { files } = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'));
for (const path of ['manifest.json', ...Object.keys(files)]) {
  mkdirSync(dirname(join(output, 'model', path)), { recursive: true });
  cpSync(join(model, path), join(output, 'model', path));
}

const { createServer } = await import('../dist/server/index.js');
const server = await createServer({ model, threads: 1 });
const { statusCode, body, headers } = await server.inject({ method: 'GET', url: '/api/v1/model' });
const icon = await server.inject({ method: 'GET', url: await iconAddress() });
await server.close();
if (statusCode !== 200)
  throw new Error(`GET /api/v1/model answered ${statusCode} ${headers['content-type']}.`);
writeFileSync(join(output, 'model.json'), body);
writeFileSync(join(output, 'icon.svg'), icon.body);
console.log(`The site stands in ${output}.`);

async function iconAddress() {
  const page = await server.inject({ method: 'GET', url: '/', headers: { accept: 'text/html' } });
  return /href="\.(\/[^"]+\.svg)"/.exec(page.body)[1];
}
