/** What a measurement depends on beside the code. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { runtimeVersion } from '../src/runtime/index.js';

export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  readonly runtime: string;
  /** Processes that wanted a processor over the last minute, before the benchmark began; above 0.5 others were at work. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    node: process.version,
    runtime: runtimeVersion,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

export function machineLines({
  processor,
  processors,
  memoryGigabytes,
  node,
  runtime,
  load,
}: Machine): string {
  const lines = [
    `${processor}, ${processors} processors, ${memoryGigabytes} GB; Node.js ${node}, ${runtime}`,
  ];
  if (load > 0.5)
    lines.push(`Others were at work on this machine (load ${load}): compare ratios, not rates.`);
  return lines.join('\n');
}
