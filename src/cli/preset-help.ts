/** What the commands that take a preset say of it. */
import { presets } from '../training/index.js';
import type { Console } from './console.js';

/** The presets with what they are for, below the help. */
export function presetHelp(): string {
  const lines = Object.entries(presets).map(
    ([name, { description }]) => `  ${name.padEnd(12)} ${description}`,
  );
  return `\nPresets:\n${lines.join('\n')}`;
}

/** Tells of a preset for fine-tuning where there is no model to begin with. */
export function notePresetFromScratch(
  { preset, init }: { readonly preset?: string; readonly init?: string },
  console: Console,
): void {
  if (preset === undefined || presets[preset]?.finetunes !== true || init !== undefined) return;
  console.note(
    `Note: --preset ${preset} suits a model that begins with another, and without --init this one begins from scratch. Give --init imdb-language-model (or another), or --preset standard or small.`,
  );
}
