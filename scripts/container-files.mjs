/**
 * `node scripts/container-files.mjs FOLDER`: what an image holds, and nothing else: the built program, the bundled model, and the
 * packages that it needs at run time, of ONNX Runtime only the binaries for Linux on this kind of processor (its package
 * carries those of every platform, 280 MB). Needs `npm ci` and `npm run build` beforehand, and no network.
 */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** What packages ask for and only their installation uses: ONNX Runtime's fetches CUDA files. */
const installationOnly = { 'node_modules/onnxruntime-node': ['adm-zip', 'global-agent'] };
/** Paths in the image that nothing reads there: TypeScript, maps, add-ons of the runtime Bare, other platforms, training's leavings. */
const unused = [
  /\.(map|[cm]?ts)$/,
  /^node_modules\/bare-[^/]+\/prebuilds$/,
  /^node_modules\/onnxruntime-node\/(lib|script)$/,
  /^node_modules\/onnxruntime-node\/bin\/napi-v\d+\/(?!linux$|linux\/)/,
  new RegExp(`^node_modules/onnxruntime-node/bin/napi-v\\d+/linux/(?!${arch}$|${arch}/)`),
  /^models\/[^/]+\/training$/,
  /^models\/imdb-language-model$/, // for training
];

const [folder] = process.argv.slice(2);
if (folder === undefined || existsSync(folder)) {
  console.error('Give a folder that does not exist yet: node scripts/container-files.mjs FOLDER');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
for (const name of ['package.json', 'LICENSE', 'bin', 'dist', 'models', ...neededPackages()]) copy(name);

function copy(path) {
  const filter = (source) => {
    const inside = source.slice(root.length);
    // A package inside another one is copied when it is needed itself.
    const isNested =
      inside.startsWith('node_modules/') && inside !== path && inside.endsWith('/node_modules');
    return !isNested && !unused.some((pattern) => pattern.test(inside));
  };
  cpSync(join(root, path), join(folder, path), { recursive: true, filter });
}

/** Paths in package-lock.json of what package.json depends on, and what that depends on. */
function neededPackages() {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    if (path !== '') found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (installationOnly[path]?.includes(name)) continue;
      const place = placeOf(name, path);
      if (place !== undefined && existsSync(join(root, place))) visit(place);
      else if (!(name in optionalDependencies)) {
        console.error(`${name}, which ${path || 'package.json'} needs, is not installed: run npm ci first.`);
        process.exit(1);
      }
    }
  };
  visit('');
  return found;
}

/** Where Node.js finds a package that another one imports: inside it, or beside it, or further up. */
function placeOf(name, importer) {
  for (let path = importer; ; path = dirname(path)) {
    const place = path === '' || path === '.' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
    if (place in packages) return place;
    if (path === '' || path === '.') return undefined;
  }
}
