/**
 * Several LSTMs in one graph: classifiers over one vocabulary, alike but for the sizes of embeddings and states, each with its own
 * embeddings, whose mean logits are the answer (an ensemble: Hansen and Salamon, "Neural network ensembles", 1990). Each parameter of a further
 * member is called as in a single classifier, after 'member.N.'.
 */
import { denseParameters, embeddingParameter } from './classifier.js';
import type { ClassifierArchitecture, MemberSizes } from './configuration.js';
import type { ParameterDefinition, ParameterValues } from './parameters.js';

/** The architecture of each member alone; of one where there is no more. */
export function memberArchitectures(architecture: ClassifierArchitecture): ClassifierArchitecture[] {
  const { members = [architecture], ...single } = architecture;
  return members.map(({ embeddingSize, hiddenSize }) => ({ ...single, embeddingSize, hiddenSize }));
}

/** The architecture of classifiers that differ in {@link MemberSizes} alone, together. */
export function joinedArchitecture(members: readonly ClassifierArchitecture[]): ClassifierArchitecture {
  return {
    ...members[0]!,
    members: members.map(({ embeddingSize, hiddenSize }) => ({ embeddingSize, hiddenSize })),
  };
}

/** Its LSTMs' sizes for people, E -> H each: '128 -> 256 and 256 -> 224'; what is no sizes is shown as it is. */
export function memberSizesText(members: readonly unknown[]): string {
  return members
    .map((member) => {
      const { embeddingSize, hiddenSize } = (member ?? {}) as Partial<MemberSizes>;
      return hiddenSize === undefined ? String(member) : `${embeddingSize} -> ${hiddenSize}`;
    })
    .join(' and ');
}

/** What the parameter `name` of a single classifier is called in member `member`, from 0. */
export function memberParameterName(member: number, name: string): string {
  return member === 0 ? name : `member.${member}.${name}`;
}

/** Every parameter of every member, the embedding tables among them. */
export function classifierParameters(architecture: ClassifierArchitecture): ParameterDefinition[] {
  return memberArchitectures(architecture).flatMap((single, member) =>
    [embeddingParameter(single), ...denseParameters(single)].map((definition) => ({
      ...definition,
      name: memberParameterName(member, definition.name),
    })),
  );
}

/** The parameters of several classifiers under the names that they have as members. */
export function joinedParameters(members: readonly ParameterValues[]): Map<string, Float32Array> {
  return new Map(
    members.flatMap((values, member) =>
      [...values].map(([name, data]): [string, Float32Array] => [memberParameterName(member, name), data]),
    ),
  );
}
