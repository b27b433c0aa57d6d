/**
 * Several LSTMs in one graph: classifiers of the same sizes over one vocabulary, each with its own embeddings, whose mean
 * logits are the answer (an ensemble: Hansen and Salamon, "Neural network ensembles", 1990). Each parameter of a further
 * member is called as in a single classifier, after 'member.N.'.
 */
import { denseParameters, embeddingParameter } from './classifier.js';
import type { ClassifierArchitecture } from './configuration.js';
import type { ParameterDefinition, ParameterValues } from './parameters.js';

export function memberCount({ members = 1 }: Pick<ClassifierArchitecture, 'members'>): number {
  return members;
}

/** What the parameter `name` of a single classifier is called in member `member`, from 0. */
export function memberParameterName(member: number, name: string): string {
  return member === 0 ? name : `member.${member}.${name}`;
}

/** Every parameter of every member, the embedding tables among them. */
export function classifierParameters(architecture: ClassifierArchitecture): ParameterDefinition[] {
  const single = [embeddingParameter(architecture), ...denseParameters(architecture)];
  return Array.from({ length: memberCount(architecture) }, (_, member) =>
    single.map((definition) => ({ ...definition, name: memberParameterName(member, definition.name) })),
  ).flat();
}

/** The parameters of several classifiers under the names that they have as members. */
export function joinedParameters(members: readonly ParameterValues[]): Map<string, Float32Array> {
  return new Map(
    members.flatMap((values, member) =>
      [...values].map(([name, data]): [string, Float32Array] => [memberParameterName(member, name), data]),
    ),
  );
}
