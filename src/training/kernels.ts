/**
 * The loops over all weights of a step, in WebAssembly: four numbers at once, five times as fast as in JavaScript, which computes in
 * float64 and one by one. kernels.wat says what each computes.
 */
import { ReelsenseError } from '../errors/index.js';
import { kernelsModule } from './kernels-module.js';

export type SharedFloats = Float32Array<SharedArrayBuffer>;

const bytesOfPage = 65_536;
const mostPages = 65_536;
/** Arrays begin at multiples of it, a line of the processor's cache. */
const alignment = 64;
/** What a loop may read behind the last number. */
const bytesBehind = 16;

/** The functions of kernels.wat; places are in bytes. */
export interface Kernels {
  adam(
    parameters: number,
    gradients: number,
    first: number,
    second: number,
    count: number,
    gradientScale: number,
    kept: number,
    coupled: number,
    momentum: number,
    newFirst: number,
    secondBeta: number,
    newSecond: number,
    stepSize: number,
    rootFloor: number,
  ): void;
  sgd(
    parameters: number,
    gradients: number,
    velocities: number,
    count: number,
    gradientScale: number,
    weightDecay: number,
    momentum: number,
    rate: number,
  ): void;
  moveAverage(averages: number, values: number, count: number, taken: number): void;
  add(sums: number, others: number, count: number): void;
  squaredNorm(values: number, count: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** The loops over arrays of `memory`, which is shared memory of {@link allocateShared}. */
export function kernelsOn(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelsModule, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { training: { memory } });
  return exports as unknown as Kernels;
}

/** Where element `index` of an array lies in its memory, in bytes. */
export function placeOf(array: SharedFloats, index: number): number {
  return array.byteOffset + array.BYTES_PER_ELEMENT * index;
}

/**
 * Memory that threads can share, and in it arrays of `counts` zeros.
 * @throws ReelsenseError 'invalid-option' when that is more than the 4 GiB that WebAssembly can address; 'no-space' where it is refused
 */
export function allocateShared(counts: readonly number[]): {
  memory: WebAssembly.Memory;
  arrays: SharedFloats[];
} {
  const bytesOf = (count: number): number =>
    Math.ceil((Float32Array.BYTES_PER_ELEMENT * count) / alignment) * alignment;
  const bytes = counts.reduce((sum, count) => sum + bytesOf(count), alignment + bytesBehind);
  const pages = Math.ceil(bytes / bytesOfPage);
  if (pages > mostPages) {
    throw new ReelsenseError(
      'invalid-option',
      `Training would take ${(bytes / 2 ** 30).toFixed(1)} GiB for the weights, what the optimiser keeps of them and their gradients; ` +
        '4 GiB are the most. Choose a smaller vocabulary, embedding or hidden size, a smaller batch, or fewer threads.',
    );
  }
  const memory = reserve(pages);
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  let start = alignment;
  const arrays = counts.map((count) => {
    const array = new Float32Array(buffer, start, count);
    start += bytesOf(count);
    return array;
  });
  return { memory, arrays };
}

function reserve(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (error) {
    throw new ReelsenseError(
      'no-space',
      'Training could not reserve its memory. Of addresses it takes some 10 GiB, however little memory it uses: where `ulimit -v` tells of a limit, ' +
        'raise it to 16000000 or more; else let other programs end first, or choose a smaller vocabulary or model.',
      { cause: error },
    );
  }
}
