/** The presets with what they are for, below the help of the commands that take them. */
import { presets } from '../training/index.js';

export function presetHelp(): string {
  const lines = Object.entries(presets).map(
    ([name, { description }]) => `  ${name.padEnd(12)} ${description}`,
  );
  return `\nPresets:\n${lines.join('\n')}`;
}
