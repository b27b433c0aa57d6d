/**
 * `node scripts/container-root.mjs FOLDER`: what an image holds, and nothing else: the built program, the bundled model, and the
 * packages that it needs at run time, of ONNX Runtime only the binaries for Linux on this kind of processor (its package
 * carries those of every platform, 280 MB). Needs `npm ci` and `npm run build` beforehand, and no network.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const [folder] = process.argv.slice(2);
if (folder === undefined || existsSync(folder)) {
  console.error('Give a folder that does not exist yet: node scripts/container-root.mjs FOLDER');
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
for (const name of ['package.json', 'LICENSE', 'bin', 'dist', 'models']) {
  // Of a model only what it is, not what its training left.
  const filter = (path) => name !== 'models' || !path.endsWith('/training');
  cpSync(join(root, name), join(folder, name), { recursive: true, filter });
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
for (const [path, { dev, devOptional, optional, link }] of Object.entries(packages)) {
  const needed = path !== '' && !dev && !devOptional && !link && !(optional && !existsSync(join(root, path)));
  // A package inside another one comes with it.
  if (needed && !existsSync(join(folder, path)))
    cpSync(join(root, path), join(folder, path), { recursive: true });
}
for (const runtime of readdirSync(join(folder, 'node_modules/onnxruntime-node/bin'))) {
  const platforms = join(folder, 'node_modules/onnxruntime-node/bin', runtime);
  for (const platform of readdirSync(platforms)) {
    if (platform !== 'linux') rmSync(join(platforms, platform), { recursive: true });
  }
  for (const processor of readdirSync(join(platforms, 'linux'))) {
    if (processor !== arch) rmSync(join(platforms, 'linux', processor), { recursive: true });
  }
}
