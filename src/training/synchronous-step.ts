/** One step of all replicas together: gradients, their sum, clipping, update. */
import type { Replica } from './replica.js';

/**
 * Computes the batch's gradients, clips them to `clipNorm` by their global norm (Pascanu et al. 2013; 0 leaves them) and updates
 * the parameters. When loss or norm is not finite nothing is updated: the caller has to look.
 * @param step counted from 1
 * @param depth what lies deeper below the fully connected layer keeps its values
 */
export async function synchronousStep(
  replicas: readonly Replica[],
  batch: readonly number[],
  step: number,
  rate: number,
  clipNorm: number,
  depth = Number.POSITIVE_INFINITY,
): Promise<{ loss: number; norm: number }> {
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
  const loss = sum(await Promise.all(replicas.map((replica) => replica.gradient(batch, step))));
  const norm = Math.sqrt(sum(await Promise.all(replicas.map((replica) => replica.reduce()))));
  if (Number.isFinite(loss) && Number.isFinite(norm)) {
    const gradientScale = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
    await Promise.all(replicas.map((replica) => replica.update({ step, rate, gradientScale, depth })));
  }
  return { loss, norm };
}
