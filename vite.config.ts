/** The browser front end: src/web -> dist/web, files with hashed names and a manifest from which the server writes its pages. */
import { statSync } from 'node:fs';
import { defineConfig } from 'vite';

/** What a visitor downloads to read on the device, said before it happens. */
const runtimeBytes = statSync(
  new URL('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm', import.meta.url),
).size;

export default defineConfig({
  base: '/',
  publicDir: false,
  cacheDir: '.cache/vite',
  logLevel: 'warn',
  define: { RUNTIME_BYTES: String(runtimeBytes) },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0, // The pages' policy allows no data: addresses.
    manifest: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'], // light-dark() as it stands
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'src/web/main.tsx' },
  },
  worker: { format: 'es' },
});
