/** A computation graph as ONNX has it: values, nodes that make them, and graphs inside nodes (Scan bodies). */
import type { OperatorName } from './operator-names.js';
import type { Dimension, ElementType, SymbolicShape, Tensor } from './tensor.js';

export type Attribute = number | string | readonly number[] | { float: number } | Tensor | Graph;

/** One application of an operator. `undefined` stands for an optional input that is left out. */
export interface Node {
  readonly operator: OperatorName;
  readonly domain: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Names the computation inside the node for whoever knows its derivative; not part of the model's bytes. */
  readonly kind: string | undefined;
  /** Outer values that a graph inside the node uses by name; gradients flow to them as to inputs. */
  readonly captures: readonly Value[];
}

export interface NodeOptions {
  readonly domain?: string;
  readonly kind?: string | undefined;
  readonly captures?: readonly Value[];
}

/** A named tensor of the graph: an input, an initializer, or an output of a node. */
export class Value {
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly type: ElementType,
    readonly shape: SymbolicShape,
    readonly producer?: Node,
  ) {}

  get rank(): number {
    return this.shape.length;
  }

  /** The dimension at `axis`; negative axes count from the end. */
  dimension(axis: number): Dimension {
    const dimension = this.shape.at(axis);
    if (dimension === undefined)
      throw new RangeError(`${this.name} has no axis ${axis}: ${formatShape(this.shape)}`);
    return dimension;
  }
}

/** What the function of an operator takes: a value, or a number that becomes a float32 scalar. */
export type Operand = Value | number;

/** A graph under construction. Names are unique in the whole model, so that a body can use outer values by name. */
export class Graph {
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly initializers: { value: Value; tensor: Tensor }[] = [];
  readonly depth: number;
  private readonly names: Map<string, number>;
  private readonly scalars = new Map<string, Value>();

  constructor(readonly parent?: Graph) {
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.names = parent === undefined ? new Map() : parent.names;
  }

  /** A value that is fed when the graph runs. */
  input(name: string, type: ElementType, shape: SymbolicShape): Value {
    const value = new Value(this, this.uniqueName(name), type, shape);
    this.inputs.push(value);
    return value;
  }

  /** A tensor that is stored in the graph. */
  constant(tensor: Tensor, name = 'constant'): Value {
    const value = new Value(this, this.uniqueName(name), tensor.type, tensor.shape);
    this.initializers.push({ value, tensor });
    return value;
  }

  /** A stored float32 scalar; equal numbers share one initializer. */
  scalar(number: number): Value {
    return this.shared(`float32 ${number}`, {
      type: 'float32',
      data: Float32Array.of(number),
      shape: [],
    });
  }

  /** A stored int64 vector, as shapes and axes are given to operators. */
  integers(numbers: readonly number[]): Value {
    return this.shared(`int64 ${numbers.join()}`, {
      type: 'int64',
      data: BigInt64Array.from(numbers, BigInt),
      shape: [numbers.length],
    });
  }

  private shared(key: string, tensor: Tensor): Value {
    const known = this.scalars.get(key);
    if (known !== undefined) return known;
    const value = this.constant(tensor);
    this.scalars.set(key, value);
    return value;
  }

  /** Declares `value` a result of the graph, under `name` when given (through an Identity). */
  output(value: Value, name?: string): Value {
    let result = value;
    if (name !== undefined && name !== value.name) {
      result = this.node('Identity', [value], [{ type: value.type, shape: value.shape, name }])[0]!;
    }
    this.outputs.push(result);
    return result;
  }

  /** Adds a node; `results` gives type and shape (and a wished name) of each output. */
  node(
    operator: OperatorName,
    inputs: readonly (Value | undefined)[],
    results: readonly { type: ElementType; shape: SymbolicShape; name?: string }[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { domain = '', kind, captures = [] }: NodeOptions = {},
  ): Value[] {
    const outputs: Value[] = [];
    const node: Node = { operator, domain, inputs, outputs, attributes, kind, captures };
    for (const { type, shape, name } of results) {
      outputs.push(new Value(this, this.uniqueName(name ?? operator), type, shape, node));
    }
    this.nodes.push(node);
    return outputs;
  }

  /** `wish`, or with a number behind it when that name is taken. */
  private uniqueName(wish: string): string {
    let count = this.names.get(wish) ?? 0;
    let name = count === 0 ? wish : `${wish}.${count}`;
    while (count > 0 && this.names.has(name)) name = `${wish}.${++count}`;
    this.names.set(name, 1);
    this.names.set(wish, count + 1);
    return name;
  }
}

/** The graph in which a node over these operands belongs: the innermost one. */
export function graphOf(operands: readonly (Operand | undefined)[]): Graph {
  let found: Graph | undefined;
  for (const operand of operands) {
    if (operand instanceof Value && (found === undefined || operand.graph.depth > found.depth))
      found = operand.graph;
  }
  if (found === undefined) throw new TypeError('an operator needs at least one operand that is a value');
  return found;
}

export function formatShape(shape: SymbolicShape): string {
  return `[${shape.join(', ')}]`;
}
