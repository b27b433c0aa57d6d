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
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import './build.mjs';
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

/** Set by Ctrl-C, which the command that runs gets too: it saves what it has, and is waited for. */
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (isStopped = true));

for (const [index, step] of steps.entries()) {
  const words = step.words(at, data);
  console.log(`\n${index + 1} of ${steps.length}: reelsense ${words.join(' ')}`);
  if (isDone(step)) {
    console.log('is done');
    continue;
  }
  if (values['dry-run']) continue;
  mkdirSync(out, { recursive: true });
  const folder = at(step.name);
  if (words[0] === 'join') rmSync(folder, { recursive: true, force: true }); // a minute's work, perhaps half done
  await run([...words, ...(isBegun(folder) ? ['--resume'] : [])]);
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

/** What made a step, wherever it lies: its command and the list of reviews that were left out. */
function recordOf(step) {
  const command = step.words((part) => part, []).join(' ');
  const left = values.exclude === undefined ? undefined : readFileSync(values.exclude);
  const without = left === undefined ? 'nothing' : createHash('sha256').update(left).digest('hex');
  return `reelsense ${command}\nwithout ${without}\n`;
}

function isDone(step) {
  const file = doneFile(step);
  if (!existsSync(file)) return false;
  const record = readFileSync(file, 'utf8');
  if (record === recordOf(step)) return true;
  return stop(
    `${at(step.name)} was made by another command or with another --exclude:\n${record}Give another --out, or delete it with all that follows from it.`,
  );
}

/** Whether there is something to go on with. */
function isBegun(folder) {
  return [folder, join(folder, 'training')].some(
    (place) => existsSync(place) && readdirSync(place).some((file) => file.startsWith('checkpoint-')),
  );
}

async function run(words) {
  const bin = join(root, 'bin', 'reelsense.js');
  const child = spawn(process.execPath, [bin, ...words], { stdio: 'inherit' });
  const code = await new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', ended);
  });
  if (isStopped || code !== 0) process.exit(isStopped ? 130 : (code ?? 1));
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
