/**
 * `npm run reproduce -- MODEL`: makes a model of models/ again, from the raw archive to the figure on the test reviews, and compares.
 *
 *     npm run reproduce -- imdb-tiny [--data PATH] [--exclude FILE] [--out FOLDER] [--dry-run]
 *
 * It takes hours. Ctrl-C stops it; the same command goes on where it was. What each step makes lies in runs/reproduce/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import './build.mjs';
import { recipes } from './recipes.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: join('data', 'aclImdb_v1.tar.gz') },
    exclude: { type: 'string' },
    out: { type: 'string', default: join('runs', 'reproduce') },
    'dry-run': { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const steps = recipes[name];
if (steps === undefined) {
  stop(`Say which model: npm run reproduce -- ${Object.keys(recipes).join(' | ')}`);
}
if (!values['dry-run'] && !existsSync(values.data)) {
  stop(`There is no ${values.data}: get it by \`reelsense data imdb\`, or say where it is (--data PATH).`);
}
mkdirSync(values.out, { recursive: true });
const at = (part) => join(values.out, part);
const data = ['--data', values.data, ...(values.exclude === undefined ? [] : ['--exclude', values.exclude])];

for (const [index, step] of steps.entries()) {
  const words = step.words(at, data);
  console.log(`\n${index + 1} of ${steps.length}: reelsense ${words.join(' ')}`);
  if (values['dry-run']) continue;
  if (isDone(step.name, words)) {
    console.log('is done');
    continue;
  }
  run([...words, ...(isBegun(step.name) ? ['--resume'] : [])]);
}
if (values['dry-run']) process.exit(0);

const made = at(steps.at(-1).name);
const recorded = testFigures(join(root, 'models', name));
if (testFigures(made) === undefined)
  run(['evaluate', '--model', made, ...data.slice(0, 2), '--part', 'test', '--record']);
const measured = testFigures(made);
const percent = (share) => `${(100 * share).toFixed(2)} %`;
console.log(`\n${name}, made again: ${percent(measured.accuracy)} of ${measured.count} test reviews`);
if (recorded !== undefined) console.log(`as it is in models/${name}: ${percent(recorded.accuracy)}`);

/** A language model is done when its log holds its last epoch; anything else when it stands there whole. */
function isDone(part, words) {
  const path = at(part);
  if (words[0] === 'pretrain') {
    const log = join(path, 'run.jsonl');
    const last = words.includes('--epochs') ? words[words.indexOf('--epochs') + 1] : '3';
    if (!existsSync(log)) return false;
    const lines = readFileSync(log, 'utf8').split('\n');
    return lines.some((line) => line.includes('"pretraining-epoch"') && line.includes(`"epoch":${last},`));
  }
  return part.includes('.') ? existsSync(path) : existsSync(join(path, 'manifest.json'));
}

/** Whether there is something to go on with. */
function isBegun(part) {
  const folders = [at(part), join(at(part), 'training')];
  return folders.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((file) => file.startsWith('checkpoint-')),
  );
}

function run(words) {
  const bin = join(root, 'bin', 'reelsense.js');
  const { status } = spawnSync(process.execPath, [bin, ...words], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function testFigures(folder) {
  const { evaluations } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'));
  return evaluations.find(({ part }) => part === 'test')?.figures;
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
