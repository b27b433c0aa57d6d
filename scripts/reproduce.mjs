/**
 * `npm run reproduce -- MODEL`: makes a model of models/ again, from the raw archive to the figure on the test reviews, and compares.
 *
 *     npm run reproduce -- imdb-tiny [--data PATH] [--exclude FILE] [--out FOLDER] [--dry-run]
 *
 * It takes hours. Ctrl-C stops it; the same command goes on where it was. What each step makes lies in runs/reproduce/, and beside it, in a
 * file NAME.done, the command that made it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recipes } from './recipes.mjs';

const usage = `npm run reproduce -- ${Object.keys(recipes).join(' | ')} [--data PATH] [--exclude FILE] [--out FOLDER] [--dry-run]`;
const { values, positionals } = given();
const root = fileURLToPath(new URL('../', import.meta.url));
const [name = ''] = positionals;
const steps = recipes[name];
if (steps === undefined) stop(`Say which model: ${usage}`);
for (const path of [values.data, values.exclude]) {
  if (values['dry-run'] || path === undefined || existsSync(path)) continue;
  stop(
    `There is no ${path}: get the reviews by \`node bin/reelsense.js data imdb\`, or say where they are. ${usage}`,
  );
}
const out = resolve(values.out); // a bare name would be a bundled model's
if (out.includes(',')) stop('--out has a comma in it, which separates teachers; give another folder.');
const at = (part) => join(out, part);
const data = ['--data', values.data, ...(values.exclude === undefined ? [] : ['--exclude', values.exclude])];
const dataSha256 = await sha256OfFile(values.data);

/** Set by Ctrl-C, which the command that runs gets too from the terminal: it saves what it has, and is waited for. */
let isStopped = false;
let running;
process.on('SIGINT', () => (isStopped = true));
process.on('SIGTERM', () => {
  isStopped = true;
  running?.kill('SIGTERM');
});

for (const [index, step] of steps.entries()) {
  const words = step.words(at, data);
  console.log(`\n${index + 1} of ${steps.length}: reelsense ${words.join(' ')}`);
  if (isDone(step)) {
    console.log('is done');
    continue;
  }
  if (values['dry-run']) continue;
  mkdirSync(out, { recursive: true });
  await run([...words, ...(isBegun(at(step.name)) ? ['--resume'] : [])]);
  writeFileSync(doneFile(step), recordOf(step));
}
if (values['dry-run']) process.exit(0);

const made = at(steps.at(-1).name);
const recorded = testFigures(join(root, 'models', name));
if (testFigures(made) === undefined)
  await run(['evaluate', '--model', made, '--data', values.data, '--part', 'test', '--record']);
const measured = testFigures(made);
const percent = (share) => `${(100 * share).toFixed(2)} %`;
console.log(`\n${name}, made again: ${percent(measured.accuracy)} of ${measured.count} test reviews`);
if (recorded !== undefined) console.log(`as it is in models/${name}: ${percent(recorded.accuracy)}`);

function doneFile(step) {
  return at(`${step.name}.done`);
}

/** What made a step, wherever it lies: its command, the list of reviews that were left out, and the archive. */
function recordOf(step) {
  const command = step.words((part) => part, []).join(' ');
  const left = values.exclude === undefined ? undefined : readFileSync(values.exclude);
  const without = left === undefined ? 'nothing' : createHash('sha256').update(left).digest('hex');
  return `reelsense ${command}\nwithout ${without}\nof ${dataSha256 ?? 'a folder'}\n`;
}

function isDone(step) {
  const file = doneFile(step);
  if (!existsSync(file) || !existsSync(at(step.name))) return false;
  const record = readFileSync(file, 'utf8');
  if (record === recordOf(step)) return true;
  return stop(
    `${at(step.name)} was made by another command, from other data or with another --exclude:\n${record}Give another --out, or delete it and ${file}, with all that follows from it.`,
  );
}

/** Of an archive; undefined for a folder, and where there is none. */
async function sha256OfFile(path) {
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Whether there is something to go on with. */
function isBegun(folder) {
  return [folder, join(folder, 'training')].some(
    (place) =>
      existsSync(place) &&
      statSync(place).isDirectory() &&
      readdirSync(place).some((file) => file.startsWith('checkpoint-')),
  );
}

async function run(words) {
  await import('./build.mjs'); // only what is really run needs it
  const bin = join(root, 'bin', 'reelsense.js');
  running = spawn(process.execPath, [bin, ...words], { stdio: 'inherit' });
  const [code, signal] = await once(running, 'close');
  running = undefined;
  if (!isStopped && code === 0) return;
  const why = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  console.error(
    isStopped
      ? `Stopped. \`npm run reproduce\` with the same words goes on.`
      : `\`reelsense ${words[0]}\` ${why}. When that is mended, \`npm run reproduce\` with the same words goes on.`,
  );
  process.exit(isStopped ? 130 : (code ?? 1));
}

function testFigures(folder) {
  const { evaluations } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'));
  return evaluations.find(({ part }) => part === 'test')?.figures;
}

function given() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string', default: join('data', 'aclImdb_v1.tar.gz') },
        exclude: { type: 'string' },
        out: { type: 'string', default: join('runs', 'reproduce') },
        'dry-run': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return stop(`${error.message}\n${usage}`);
  }
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
