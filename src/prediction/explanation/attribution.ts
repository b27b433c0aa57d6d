/** Contributions of the tokens of a text, by the graph of `attribution-graph.ts`. */
import { ReelsenseError } from '../../errors/index.js';
import {
  type ClassifierArchitecture,
  embeddingName,
  memberArchitectures,
  memberParameterName,
  parseArchitecture,
  storedParameters,
} from '../../models/index.js';
import { float32, type Tensor } from '../../onnx/index.js';
import type { PredictionBundle } from '../model-parts.js';
import type { CreateSession, GraphSession } from '../session.js';
import { attributionModel } from './attribution-graph.js';
import { gaussLegendre, type Quadrature } from './gauss-legendre.js';

/** Points on the line: more bring the sum nearer to the log-odds (`npm run bench:explanation`), and cost as much each. */
const pointsOfShortText = 8;
const pointsOfLongText = 4;
/** Ids from which a text counts as long. */
const longText = 640;
/** Bound on points x ids of one run, for the memory of what the recurrences save (about 20 kB each at H 256). */
const maximumPathTokens = 4096;

export class Attribution {
  private constructor(
    private readonly session: GraphSession,
    /** [V, E] of each member. */
    private readonly tables: readonly Float32Array[],
    private readonly architecture: ClassifierArchitecture,
  ) {}

  /** @throws ReelsenseError 'damaged-model' when the weights cannot be read out of the prediction graph */
  static async create(
    bundle: PredictionBundle,
    createSession: CreateSession,
    threads: number,
  ): Promise<Attribution> {
    const { reelsense } = bundle.configuration;
    let architecture: ClassifierArchitecture;
    let values: Map<string, Float32Array>;
    try {
      architecture = parseArchitecture(reelsense.architecture);
      values = storedParameters(architecture, bundle.model);
    } catch (error) {
      throw new ReelsenseError(
        'damaged-model',
        `The model "${bundle.name}" predicts but cannot be explained: ${error instanceof Error ? error.message : error}. Take another copy of it, or train again.`,
        { cause: error },
      );
    }
    const session = await createSession(attributionModel(architecture, values, reelsense.temperature), {
      threads,
    });
    const tables = memberArchitectures(architecture).map(
      (_, member) => values.get(memberParameterName(member, embeddingName))!,
    );
    return new Attribution(session, tables, architecture);
  }

  /**
   * What each id adds to the log-odds of label `target`, from `baseline` (as many ids) to `ids`.
   * @returns [T] in log-odds
   */
  async contributions(ids: Int32Array, baseline: Int32Array, target: number): Promise<Float64Array> {
    const T = ids.length;
    const { points, weights } = gaussLegendre(T >= longText ? pointsOfLongText : pointsOfShortText);
    const shared = {
      embedded: this.embed(ids),
      baseline: this.embed(baseline),
      ...(this.architecture.classes > 2 ? { target: this.oneHot(target) } : {}),
    };
    const sum = new Float64Array(T);
    const together = Math.max(1, Math.floor(maximumPathTokens / T));
    for (let from = 0; from < points.length; from += together) {
      const part = {
        points: points.slice(from, from + together),
        weights: weights.slice(from, from + together),
      };
      const { contributions } = await this.session.run({ ...shared, ...this.pathFeeds(part, T) });
      (contributions!.data as Float32Array).forEach((contribution, t) => {
        sum[t]! += contribution;
      });
    }
    return sum;
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private pathFeeds({ points, weights }: Quadrature, T: number): Record<string, Tensor> {
    const B = points.length;
    const feeds: Record<string, Tensor> = {
      points: float32(points, [1, B, 1]),
      weights: float32(weights, [1, B]),
      mask: float32(new Float32Array(T * B).fill(1), [T, 1, B]),
    };
    if (this.architecture.pooling.includes('last')) {
      feeds.last = float32(new Float32Array(T * B).fill(1, (T - 1) * B), [T, 1, B]);
    }
    return feeds;
  }

  private embed(ids: Int32Array): Tensor {
    const sizes = memberArchitectures(this.architecture).map(({ embeddingSize }) => embeddingSize);
    const width = sizes.reduce((sum, size) => sum + size, 0);
    const data = new Float32Array(ids.length * width);
    ids.forEach((id, t) => {
      let place = t * width;
      this.tables.forEach((table, member) => {
        const E = sizes[member]!;
        data.set(table.subarray(id * E, (id + 1) * E), place);
        place += E;
      });
    });
    return float32(data, [ids.length, 1, width]);
  }

  private oneHot(label: number): Tensor {
    const data = new Float32Array(this.architecture.classes);
    data[label] = 1;
    return float32(data, [data.length, 1]);
  }
}
