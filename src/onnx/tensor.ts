/** Element types, shapes and literal tensors: the vocabulary shared by graphs, their bytes and the runtime. */

/** Element types that this project uses, by their ONNX names in lower case. */
export type ElementType = 'float32' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool';

/** The numbers of `TensorProto.DataType`. */
export const elementTypeNumber: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

/** A dimension: a size, or the name of a size that is known only when the graph runs ('B', 'T', ...). */
export type Dimension = number | string;
export type SymbolicShape = readonly Dimension[];

export type TensorData = Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array | Uint16Array;

/** Numbers with a shape; `float16` is kept as its bits in a `Uint16Array`, `bool` as 0 and 1 in a `Uint8Array`. */
export interface Tensor {
  readonly type: ElementType;
  readonly data: TensorData;
  readonly shape: readonly number[];
}

/** The number of elements of a shape without names. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function float32(
  data: Float32Array | readonly number[],
  shape: readonly number[] = [data.length],
): Tensor {
  return { type: 'float32', data: data instanceof Float32Array ? data : Float32Array.from(data), shape };
}

export function int64(
  data: BigInt64Array | readonly number[],
  shape: readonly number[] = [data.length],
): Tensor {
  return {
    type: 'int64',
    data: data instanceof BigInt64Array ? data : BigInt64Array.from(data, BigInt),
    shape,
  };
}
