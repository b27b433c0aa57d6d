/** PyTorch's step, in a process of its own that waits between its rounds (reference/pytorch_training.py). */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../root.js';
import { type StepSize, vocabularySize } from './sizes.js';
import { zipf } from './zipf.js';

/** Where PyTorch is, and which matrix product it was given. */
export interface PyTorchInstallation {
  readonly python: string;
  /** Folder of the BLAS that is put before the system's choice; undefined where it is not there. */
  readonly blasFolders: Readonly<Record<PyTorchWay, string | undefined>>;
}

/**
 * - asInstalled: what `apt-get install python3-torch libopenblas0` gives, which is OpenBLAS with threads of its own
 *   (libopenblas0-pthread), and nothing set: a dense gradient of the embedding, Adam as it comes.
 * - tuned: OpenBLAS on PyTorch's threads (libopenblas0-openmp), and the fastest of the ways that are tried.
 */
export type PyTorchWay = 'asInstalled' | 'tuned';

/** What the process says of itself once it is ready. */
export interface PyTorchFacts {
  readonly library: string;
  readonly python: string;
  /** The library that the matrix product came from. */
  readonly blas: string;
  readonly threads: number;
  /** The variant that takes part: the fastest of those that were tried before the rounds. */
  readonly fastest: string;
  /** Tokens per second of each of them. */
  readonly variants: Readonly<Record<string, number>>;
}

/** The first Python that can import torch: that of REELSENSE_PYTHON, the system's, the one on the path. */
export function findPyTorch(): PyTorchInstallation | undefined {
  const candidates = [process.env.REELSENSE_PYTHON, '/usr/bin/python3', 'python3'];
  const python = candidates.find(
    (name) => name !== undefined && spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  if (python === undefined) return undefined;
  return { python, blasFolders: { asInstalled: openBlas('pthread'), tuned: openBlas('openmp') } };
}

/** Debian's libopenblas0-<kind>, /usr/lib/<machine>/openblas-<kind>. */
function openBlas(kind: 'pthread' | 'openmp'): string | undefined {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, `openblas-${kind}`))
    .find((folder) => existsSync(join(folder, 'libblas.so.3')));
}

/** What makes a comparison something else than its name says, in a sentence; undefined when nothing does. */
export function unfairness(way: PyTorchWay, { blas }: PyTorchFacts): string | undefined {
  if (/^blas\/libblas/.test(blas)) {
    return 'UNFAIR: PyTorch runs on the reference BLAS, some 20 times slower than an optimised one. apt-get install libopenblas0-openmp';
  }
  if (way === 'asInstalled' && !blas.startsWith('openblas-pthread/')) {
    return 'PyTorch as installed runs on another BLAS than Debian chooses: apt-get install libopenblas0-pthread';
  }
  if (way === 'tuned' && blas.startsWith('openblas-pthread/')) {
    return "PyTorch tuned runs on OpenBLAS with a thread pool of its own; libopenblas0-openmp shares PyTorch's and is faster: apt-get install libopenblas0-openmp";
  }
  return undefined;
}

export class PyTorchStep {
  private constructor(
    readonly facts: PyTorchFacts,
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
  ) {}

  /** Starts the process; tuned, it finds its fastest variant, timing `steps` steps of each. */
  static async start(
    way: PyTorchWay,
    { python, blasFolders }: PyTorchInstallation,
    size: StepSize,
    threads: number,
    steps: number,
  ): Promise<PyTorchStep> {
    const flags = {
      batch: size.batch,
      time: size.time,
      embedding: size.embeddingSize,
      hidden: size.hiddenSize,
      directions: size.directions,
      vocabulary: vocabularySize,
      task: size.task,
      threads,
      steps,
      'zipf-exponent': zipf.exponent,
      'zipf-shift': zipf.shift,
    };
    const script = join(root, 'benchmarks', 'reference', 'pytorch_training.py');
    const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    if (way === 'asInstalled') words.push('--as-installed');
    const blasFolder = blasFolders[way];
    const before = process.env.LD_LIBRARY_PATH;
    const child = spawn(python, [script, '--rounds', ...words], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(threads),
        ...(blasFolder === undefined
          ? {}
          : { LD_LIBRARY_PATH: before === undefined ? blasFolder : `${blasFolder}:${before}` }),
      },
    });
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += text;
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`PyTorch ended before it was ready: ${complaint.trim()}`);
    return new PyTorchStep(JSON.parse(value) as PyTorchFacts, child, lines);
  }

  /** Seconds of each of some steps. */
  async measure(steps: number): Promise<number[]> {
    this.process.stdin.write(`${steps}\n`);
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('PyTorch ended in the middle of a round');
    return JSON.parse(value) as number[];
  }

  /** Ends the process and waits for it. */
  async release(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }
}
