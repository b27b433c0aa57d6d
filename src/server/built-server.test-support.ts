/**
 * A server as it is installed: worker threads need built files, so the sources are built into a folder of the test's own,
 * where no other build comes between. Its process serves a small random model until it is told to end.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @returns the folder with the built files, inside the project so that its packages are found */
export function buildProject(): string {
  const folder = join(root, '.cache', `server-test-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--outDir', join(folder, 'web')], { cwd: root });
  try {
    execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', folder], {
      cwd: root,
    });
  } catch (error) {
    // Types are checked elsewhere; what was written is what counts here.
    if (!(error instanceof Error && 'status' in error)) throw error;
  }
  return folder;
}

export function removeBuild(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

const program = `
import { writeModelFolder, createConfiguration } from './checkpoint/index.js';
import { classifierParameters, initialParameters, predictionModel } from './models/index.js';
import { Random } from './random/index.js';
import { closeOnSignals, startServer } from './server/index.js';
import { Tokenizer, VocabularyBuilder } from './text/index.js';

const [folder, settings] = process.argv.slice(2);
const builder = new VocabularyBuilder();
builder.add(['a', 'fine', 'film', 'with', 'fog', '.']);
const vocabulary = builder.build({ maximumSize: 100, minimumCount: 1 });
const labels = ['negative', 'positive'];
const maximumLength = 400;
const architecture = {
  vocabularySize: vocabulary.size, embeddingSize: 32, hiddenSize: 64, layers: 1,
  bidirectional: true, pooling: ['mean', 'max'], classes: labels.length,
};
const definitions = classifierParameters(architecture);
const { tokenizer, configuration } = new Tokenizer(vocabulary, { maximumLength }).toJson();
await writeModelFolder(folder, {
  model: predictionModel(architecture, initialParameters(definitions, new Random(5)), 'float32'),
  tokenizer,
  tokenizerConfiguration: configuration,
  configuration: createConfiguration({
    architecture, labels, maximumLength, threshold: 0.5, temperature: 1, vocabularySize: vocabulary.size,
  }),
});
const { server, address } = await startServer({ model: folder, port: 0, ...JSON.parse(settings) });
console.log(JSON.stringify({ url: address.url, sha256: server.model.sha256 }));
await closeOnSignals(server);
console.log('closed');
`;

export interface BuiltServer {
  readonly url: string;
  readonly sha256: string;
  readonly process: ChildProcess;
  /** Exit code, and all that was printed after the address. */
  readonly ended: Promise<{ code: number | null; output: string }>;
}

/** @param build from `buildProject` */
export async function startBuiltServer(build: string, settings: object = {}): Promise<BuiltServer> {
  const script = join(build, 'serve-small-model.mjs');
  writeFileSync(script, program);
  const child = spawn(process.execPath, [script, join(build, 'small-model'), JSON.stringify(settings)]);
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('exit', (code) => resolve({ code, output }));
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const end = output.indexOf('\n');
      if (output.startsWith('{') && end > 0) resolve(output.slice(0, end));
    });
    void ended.then(({ code }) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
  output = output.slice(line.length + 1);
  return { ...(JSON.parse(line) as { url: string; sha256: string }), process: child, ended };
}
