/**
 * Finds tensors of an ONNX file whose data lie in another file ("external data"), which a model folder may not have: they
 * would be read unchecked. Walks the protobuf fields of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function' | 'training';

/** Message -> number of a field -> the message in it. Only the ways that lead to a tensor. */
const INNER: Record<Message, Readonly<Record<number, Message>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
};

const EXTERNAL_DATA_FIELD = 13;
const DATA_LOCATION_FIELD = 14;

/** Why the file is refused, in words that fit after "because"; undefined when all its tensors lie inside it. */
export function refuseExternalData(model: Uint8Array): string | undefined {
  const waiting: [Message, Uint8Array][] = [['model', model]];
  let graphs = 0;
  try {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [message, bytes] = next;
      if (message === 'graph') graphs++;
      const reader = new BinaryReader(bytes);
      while (reader.pos < reader.len) {
        const [field, wireType] = reader.tag();
        if (message === 'tensor' && (field === EXTERNAL_DATA_FIELD || field === DATA_LOCATION_FIELD)) {
          if (field === EXTERNAL_DATA_FIELD || reader.uint32() !== 0)
            return 'it keeps tensors in another file';
          continue;
        }
        const inner = INNER[message][field];
        if (inner !== undefined && wireType === WireType.LengthDelimited)
          waiting.push([inner, reader.bytes()]);
        else reader.skip(wireType, field);
      }
    }
  } catch {
    return 'it is not an ONNX file';
  }
  return graphs === 0 ? 'it is not an ONNX file' : undefined;
}
