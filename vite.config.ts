/** The browser front end: src/web -> dist/web, files with hashed names and a manifest from which the server writes its pages. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/web',
  base: '/',
  publicDir: false,
  cacheDir: '../../.cache/vite',
  logLevel: 'warn',
  build: {
    outDir: '../../dist/web',
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
