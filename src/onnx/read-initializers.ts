/**
 * The tensors stored in the bytes of an ONNX `ModelProto`, by name: how weights come back out of a model folder. Field numbers
 * are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); what is not needed is passed over.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { type ElementType, elementCount, elementTypeNumber, type Tensor, type TensorData } from './tensor.js';

const graphField = 7;
const initializerField = 5;
const tensorField = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;

const elementTypes = new Map(
  Object.entries(elementTypeNumber).map(([type, number]) => [number, type as ElementType]),
);

/**
 * Every initializer of the outermost graph that holds its numbers as raw bytes, as {@link modelBytes} writes them.
 * @throws Error when the bytes are no ModelProto, or a tensor's size and shape do not agree
 */
export function readInitializers(model: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  eachField(new BinaryReader(model), model.length, (reader, field) => {
    if (field !== graphField) return false;
    eachField(reader, endOfMessage(reader), (inner, graphPart) => {
      if (graphPart !== initializerField) return false;
      const read = readTensor(inner, endOfMessage(inner));
      if (read !== undefined) tensors.set(read.name, read.tensor);
      return true;
    });
    return true;
  });
  return tensors;
}

/** Reads fields up to `end`; what `read` does not take is skipped. */
function eachField(
  reader: BinaryReader,
  end: number,
  read: (reader: BinaryReader, field: number, type: WireType) => boolean,
): void {
  while (reader.pos < end) {
    const [field, type] = reader.tag();
    if (!read(reader, field, type)) reader.skip(type, field);
  }
}

function endOfMessage(reader: BinaryReader): number {
  const length = reader.uint32();
  return reader.pos + length;
}

function readTensor(reader: BinaryReader, end: number): { name: string; tensor: Tensor } | undefined {
  const shape: number[] = [];
  let number = 0;
  let name = '';
  let bytes: Uint8Array | undefined;
  eachField(reader, end, (inner, field, wire) => {
    if (field === tensorField.dims && wire === WireType.LengthDelimited) {
      const last = endOfMessage(inner);
      while (inner.pos < last) shape.push(Number(inner.int64()));
    } else if (field === tensorField.dims) shape.push(Number(inner.int64()));
    else if (field === tensorField.dataType) number = inner.int32();
    else if (field === tensorField.name) name = inner.string();
    else if (field === tensorField.rawData) bytes = inner.bytes();
    else return false;
    return true;
  });
  const type = elementTypes.get(number);
  if (type === undefined || bytes === undefined) return undefined;
  const data = typedArray(type, bytes);
  if (data.length !== elementCount(shape)) {
    throw new Error(`tensor "${name}" of shape [${shape.join(', ')}] has ${data.length} elements`);
  }
  return { name, tensor: { type, data, shape } };
}

const arrays = {
  float32: Float32Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** The bytes (little-endian, as every machine that we run on) as numbers of `type`, in memory of their own. */
function typedArray(type: ElementType, bytes: Uint8Array): TensorData {
  const own = new Uint8Array(bytes); // a copy, which `slice` of a Node.js Buffer is not
  const array = arrays[type];
  return new array(own.buffer, 0, Math.floor(own.byteLength / array.BYTES_PER_ELEMENT));
}
