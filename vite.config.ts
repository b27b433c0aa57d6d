/**
 * The browser front end, built twice: src/web -> dist/web for the server, files with hashed names and a manifest from which it writes
 * its pages; and in the mode "site" src/web/site -> dist-site, static files. All addresses are relative: both work under any path.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/** What a visitor downloads to read on the device, said before it happens. */
const runtimeBytes = statSync(
  new URL('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm', import.meta.url),
).size;

/** No figures about the build itself. */
const checks = { pluginTimings: false };

const site: UserConfig = {
  root: 'src/web/site',
  base: './',
  build: { outDir: '../../../dist-site', rolldownOptions: { checks } },
};

const server: UserConfig = {
  base: './',
  plugins: [compressed()],
  build: { outDir: 'dist/web', manifest: true, rolldownOptions: { input: 'src/web/main.tsx', checks } },
};

export default defineConfig(({ mode }) => {
  const { build, ...rest } = mode === 'site' ? site : server;
  return {
    ...rest,
    publicDir: false,
    cacheDir: '.cache/vite',
    logLevel: 'warn',
    define: { RUNTIME_BYTES: String(runtimeBytes) },
    build: {
      ...build,
      emptyOutDir: true,
      license: { fileName: 'third-party-licenses.md' },
      assetsDir: 'assets',
      assetsInlineLimit: 0, // The pages' policy allows no data: addresses.
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox128', 'safari17.5'], // light-dark() as it stands
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
    },
    worker: { format: 'es' },
  };
});

/** Writes each file compressed beside itself, for the server to send: scripts as small as can be, the large runtime quickly. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css|csv|wasm)$/.test(file))) {
        const content = readFileSync(join(dir, name));
        const quality = content.length > 1 << 20 ? 5 : constants.BROTLI_MAX_QUALITY;
        const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content, { params }));
      }
    },
  };
}
