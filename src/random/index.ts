/**
 * A seeded generator of random numbers whose whole state is four integers, so that a run can be stored and
 * repeated bit for bit. xoshiro128** 1.1 by Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c),
 * seeded by splitmix32.
 */

/** The whole state of a generator: four unsigned 32-bit integers. */
export type RandomState = readonly [number, number, number, number];

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number | undefined;

  /** @param seed any integer (its lowest 32 bits count), or a state from {@link state}. */
  constructor(seed: number | RandomState) {
    if (typeof seed === 'number') {
      let s = seed | 0;
      const next = (): number => {
        s = (s + 0x9e3779b9) | 0;
        let z = s ^ (s >>> 16);
        z = Math.imul(z, 0x21f0aaad);
        z ^= z >>> 15;
        z = Math.imul(z, 0x735a2d97);
        return (z ^ (z >>> 15)) | 0;
      };
      [this.a, this.b, this.c, this.d] = [next(), next(), next(), next()];
    } else {
      [this.a, this.b, this.c, this.d] = [seed[0] | 0, seed[1] | 0, seed[2] | 0, seed[3] | 0];
    }
  }

  /** The state now; a generator made from it goes on with the same numbers (a pending normal is dropped). */
  get state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  /** A generator for a part of the work named by `label` that does not disturb this one's sequence. */
  fork(label: number): Random {
    return new Random((this.a ^ Math.imul(label + 1, 0x9e3779b1) ^ (this.c << 7)) | 0);
  }

  /** The next unsigned 32-bit integer. */
  nextUint32(): number {
    const x = Math.imul(this.b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return this.nextUint32() / 4294967296;
  }

  /** A uniform integer in [0, limit). `limit` at most 2^32. */
  integer(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Standard normal (Box-Muller, in pairs). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends { [index: number]: unknown; readonly length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }
}
