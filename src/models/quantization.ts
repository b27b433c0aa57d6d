/** Smaller forms of stored weights: int8 with a scale for each row, and float16. */

/** The largest an int8 holds on both sides of zero. */
export const largestInteger = 127;

/** A matrix as int8 with one float32 scale a row: value = scale * integer. */
export interface QuantizedRows {
  readonly integers: Int8Array<ArrayBuffer>; // [rows, columns]
  readonly scales: Float32Array<ArrayBuffer>; // [rows]
}

/** Symmetric, rounded to nearest: the largest absolute value of each row becomes `limit`. */
export function quantizeRows(values: Float32Array, rows: number, limit = largestInteger): QuantizedRows {
  const columns = values.length / rows;
  const integers = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++)
      largest = Math.max(largest, Math.abs(values[i]!));
    const scale = Math.fround(largest / limit);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = row * columns; i < (row + 1) * columns; i++) integers[i] = Math.round(values[i]! / scale);
  }
  return { integers, scales };
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** IEEE 754 binary16 bits, rounded to nearest, ties to even; what is too large becomes infinite. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i]!;
    const x = bits[0]!;
    const sign = (x >>> 16) & 0x8000;
    const magnitude = x & 0x7fffffff;
    if (magnitude >= 0x7f800000) {
      result[i] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00); // NaN, infinity
    } else if (magnitude >= 0x477ff000) {
      result[i] = sign | 0x7c00; // rounds beyond 65504
    } else if (magnitude >= 0x38800000) {
      const rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1);
      result[i] = sign | (rounded >>> 13);
    } else {
      result[i] = sign | roundHalfToEven(Math.abs(values[i]!) * 2 ** 24); // subnormal
    }
  }
  return result;
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** The values of {@link quantizeRows}: each row's integers times its scale. */
export function dequantizeRows({
  integers,
  scales,
}: {
  integers: Int8Array;
  scales: Float32Array;
}): Float32Array<ArrayBuffer> {
  const columns = integers.length / scales.length;
  return Float32Array.from(integers, (integer, i) => integer * scales[Math.floor(i / columns)]!);
}

/** The values of IEEE 754 binary16 bits, exact. */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
