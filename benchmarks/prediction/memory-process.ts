/** A process that predicts many texts and says how much memory it took: node memory-process.js bulk|stream MODEL FILE COUNT */
import { readFileSync } from 'node:fs';
import { streamTexts } from '../../src/datasets/index.js';
import { loadModel } from '../../src/load-model.js';

/** Resident memory in megabytes (10^6 bytes). */
export interface MemoryUse {
  readonly texts: number;
  /** At any time. */
  readonly peak: number;
  /** With the model loaded, before the first text. */
  readonly loaded: number;
  /** Of a stream: the most over its second quarter and over its last one. They differ little when memory stays flat. */
  readonly early: number | null;
  readonly late: number | null;
}

const [how, folder, file, countText] = process.argv.slice(2) as [string, string, string, string];
const count = Number(countText);
const resident = (): number => process.memoryUsage.rss() / 1e6;

/** Since the process began. Its own, unlike `maxRSS`, which Linux hands down from the parent. */
function peak(sampled: number): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kilobytes === undefined ? sampled : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return sampled; // no Linux
  }
}

/** `count` texts: the file's, from its start again when it ends. */
async function* texts(): AsyncGenerator<string> {
  let given = 0;
  while (given < count) {
    for await (const { text } of streamTexts(file)) {
      if (text === undefined) continue;
      yield text;
      if (++given >= count) return;
    }
  }
}

const predictor = await loadModel(folder, { threads: 1 });
const loaded = resident();
const most = [0, 0, 0, 0];
if (how === 'bulk') {
  const all: string[] = [];
  for await (const text of texts()) all.push(text);
  await predictor.predictMany(all);
} else {
  let done = 0;
  for await (const _ of predictor.predictStream(texts())) {
    const quarter = Math.min(3, Math.floor((4 * done++) / count));
    if (done % 32 === 0) most[quarter] = Math.max(most[quarter]!, resident());
  }
}
const stream = how === 'stream';
const use: MemoryUse = {
  texts: count,
  peak: peak(Math.max(resident(), ...most)),
  loaded,
  early: stream ? most[1]! : null,
  late: stream ? most[3]! : null,
};
process.stdout.write(JSON.stringify(use));
await predictor.release();
