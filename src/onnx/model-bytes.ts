/**
 * A graph as the bytes of an ONNX `ModelProto`. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type Attribute, Graph, type Node, type Value } from './graph.js';
import { elementTypeNumber, type Tensor } from './tensor.js';

/** The version of the operator set that the operator functions of this folder follow. */
export const operatorSetVersion = 20;
/** The version of the file format that goes with it. */
const fileFormatVersion = 9;

const attributeType = { float: 1, integer: 2, string: 3, tensor: 4, graph: 5, integers: 7 } as const;

/** Serialises what the outputs of `graph` need (with everything inside it) to the bytes that a runtime loads. */
export function modelBytes(graph: Graph): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(fileFormatVersion);
  writer.tag(2, WireType.LengthDelimited).string('reelsense');
  message(writer, 7, () => writeGraph(writer, graph, 'reelsense'));
  const domains = new Set(['']);
  collectDomains(graph, domains);
  for (const domain of domains) {
    message(writer, 8, () => {
      writer.tag(1, WireType.LengthDelimited).string(domain);
      writer.tag(2, WireType.Varint).int64(domain === '' ? operatorSetVersion : 1);
    });
  }
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function collectDomains(graph: Graph, domains: Set<string>): void {
  for (const node of graph.nodes) {
    domains.add(node.domain);
    for (const attribute of Object.values(node.attributes)) {
      if (attribute instanceof Graph) collectDomains(attribute, domains);
    }
  }
}

function writeGraph(writer: BinaryWriter, graph: Graph, name: string): void {
  const { nodes, values } = neededParts(graph);
  for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
  writer.tag(2, WireType.LengthDelimited).string(name);
  for (const { value, tensor } of graph.initializers) {
    if (values.has(value)) message(writer, 5, () => writeTensor(writer, tensor, value.name));
  }
  for (const value of graph.inputs) message(writer, 11, () => writeValueInfo(writer, value));
  for (const value of graph.outputs) message(writer, 12, () => writeValueInfo(writer, value));
}

/** What the graph's outputs depend on, nodes in their order: a runtime would compute the others too. */
function neededParts(graph: Graph): { nodes: Node[]; values: ReadonlySet<Value> } {
  const needed = new Set<Value>(graph.outputs);
  const require = (node: Node): void => {
    for (const input of node.inputs) if (input !== undefined) needed.add(input);
    for (const attribute of Object.values(node.attributes)) {
      if (attribute instanceof Graph) {
        attribute.nodes.forEach(require);
        for (const output of attribute.outputs) needed.add(output);
      }
    }
  };
  const kept: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (node.outputs.some((output) => needed.has(output))) {
      kept.push(node);
      require(node);
    }
  }
  return { nodes: kept.reverse(), values: needed };
}

function writeNode(writer: BinaryWriter, node: Node): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input?.name ?? '');
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(output.name);
  writer.tag(3, WireType.LengthDelimited).string(node.outputs[0]?.name ?? node.operator);
  writer.tag(4, WireType.LengthDelimited).string(node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, () => writeAttribute(writer, name, attribute));
  }
  writer.tag(7, WireType.LengthDelimited).string(node.domain);
}

function writeAttribute(writer: BinaryWriter, name: string, attribute: Attribute): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  const type = (number: number): void => {
    writer.tag(20, WireType.Varint).int32(number);
  };
  if (typeof attribute === 'number') {
    writer.tag(3, WireType.Varint).int64(attribute);
    type(attributeType.integer);
  } else if (typeof attribute === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(attribute);
    type(attributeType.string);
  } else if (attribute instanceof Graph) {
    message(writer, 6, () => writeGraph(writer, attribute, name));
    type(attributeType.graph);
  } else if ('float' in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    type(attributeType.float);
  } else if ('data' in attribute) {
    message(writer, 5, () => writeTensor(writer, attribute, ''));
    type(attributeType.tensor);
  } else {
    for (const integer of attribute) writer.tag(8, WireType.Varint).int64(integer);
    type(attributeType.integers);
  }
}

function writeTensor(writer: BinaryWriter, tensor: Tensor, name: string): void {
  for (const size of tensor.shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(2, WireType.Varint).int32(elementTypeNumber[tensor.type]);
  writer.tag(8, WireType.LengthDelimited).string(name);
  const { buffer, byteOffset, byteLength } = tensor.data;
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
}

function writeValueInfo(writer: BinaryWriter, value: Value): void {
  writer.tag(1, WireType.LengthDelimited).string(value.name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.tag(1, WireType.Varint).int32(elementTypeNumber[value.type]);
      message(writer, 2, () => {
        for (const dimension of value.shape) {
          message(writer, 1, () => {
            if (typeof dimension === 'number') writer.tag(1, WireType.Varint).int64(dimension);
            else writer.tag(2, WireType.LengthDelimited).string(dimension);
          });
        }
      });
    }),
  );
}
