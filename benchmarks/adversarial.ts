/**
 * What do adversarial and virtual adversarial training cost? The same step plain, adversarial and virtual adversarial, in turns.
 *
 *     npm run bench:adversarial -- [--json] [--threads 2] [--rounds 5] [--quick]
 */
import { parseArgs } from 'node:util';
import { type AdversarialSettings, noAdversary } from '../src/training/adversarial.js';
import { machine, machineLines } from './machine.js';
import { median, ratios, spread } from './statistics.js';
import { integer, percent, table } from './table.js';
import { createOurStep, profileStep } from './training/our-step.js';
import { type StepSize, sizeName } from './training/sizes.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const threads = Number(values.threads);
const rounds = Number(values.rounds ?? (quick ? 2 : 5));
const steps = quick ? 1 : 2;

const kinds: readonly [name: string, settings: AdversarialSettings, arithmetic: number][] = [
  ['plain', noAdversary, 1],
  ['adversarial', { adversarial: 1, virtualAdversarial: 0, adversarialNorm: 5 }, 2],
  ['virtual adversarial', { adversarial: 0, virtualAdversarial: 1, adversarialNorm: 5 }, 8 / 3],
];
const sizes: readonly StepSize[] = [
  {
    task: 'classifier',
    batch: 32,
    time: quick ? 50 : 200,
    embeddingSize: 128,
    hiddenSize: 128,
    directions: 2,
  },
  {
    task: 'classifier',
    batch: 32,
    time: quick ? 50 : 200,
    embeddingSize: 128,
    hiddenSize: 256,
    directions: 2,
  },
];

const facts = machine();
if (!values.json) console.log(`${machineLines(facts)}\n`);
const results = [];
for (const size of sizes) {
  const sides = [];
  for (const [, settings] of kinds) sides.push(await createOurStep(size, threads, settings));
  const seconds: number[][] = kinds.map(() => []);
  for (const side of sides) await side.measure(1); // warm
  for (let round = 0; round < rounds; round++) {
    for (const [k, side] of sides.entries()) seconds[k]!.push(median(await side.measure(steps)));
  }
  for (const side of sides) await side.release();
  const tokens = size.batch * size.time;
  for (const [k, [kind, settings, arithmetic]] of kinds.entries()) {
    const { shareOutside } = await profileStep(size, threads, quick ? 1 : 3, settings);
    const timesPlain = spread(ratios(seconds[k]!, seconds[0]!));
    const tokensPerSecond = tokens / median(seconds[k]!);
    results.push({ size: sizeName(size), kind, tokensPerSecond, timesPlain, arithmetic, shareOutside });
  }
}
if (values.json) console.log(JSON.stringify({ machine: facts, rounds, results }));
else {
  console.log(
    table([
      ['step', 'tokens/s', 'x plain, median (smallest to largest)', 'by arithmetic', 'outside the runtime'],
      ...results.map(({ size, kind, tokensPerSecond, timesPlain, arithmetic, shareOutside }) => [
        `${size} ${kind}`,
        integer(tokensPerSecond),
        `${timesPlain.median.toFixed(2)} (${timesPlain.minimum.toFixed(2)} to ${timesPlain.maximum.toFixed(2)})`,
        arithmetic.toFixed(2),
        percent(shareOutside, 1),
      ]),
    ]),
  );
}
