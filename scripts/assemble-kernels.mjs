/**
 * `npm run build:kernels`: assembles src/training/kernels.wat into src/training/kernels-module.ts. That is kept in the repository, so that
 * only who changes a loop needs the assembler; a test says when it is not of the loops any more.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const folder = new URL('../src/training/', import.meta.url);
const source = readFileSync(new URL('kernels.wat', folder), 'utf8');
const { buffer } = (await wabt()).parseWat('kernels.wat', source, { threads: true, simd: true }).toBinary({});
const lines = Buffer.from(buffer)
  .toString('base64')
  .match(/.{1,96}/g);
writeFileSync(
  new URL('kernels-module.ts', folder),
  `/** kernels.wat, assembled by \`npm run build:kernels\`: a WebAssembly module in base64. */
export const kernelsModule =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);
console.log(`src/training/kernels-module.ts: ${buffer.length} bytes of code`);
