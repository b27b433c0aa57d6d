/** A command of `reelsense`, and what it makes. */
export interface Step {
  /** File or folder of the run. */
  readonly name: string;
  readonly words: (at: (name: string) => string, data: readonly string[]) => string[];
}

/** By the name of the model; the last step makes it. */
export const recipes: Readonly<Record<string, readonly Step[]>>;
