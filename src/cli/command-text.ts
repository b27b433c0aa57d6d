/** The command as the user typed it, to be kept with a model so that anybody can run it again. */

/** Flags that change what is shown or where a run begins, not what comes out. */
const incidental = new Set(['--resume', '--quiet', '--json', '--record']);

/** @param words what stood after `reelsense` */
export function commandText(words: readonly string[]): string {
  return ['reelsense', ...words.filter((word) => !incidental.has(word)).map(quoted)].join(' ');
}

/** As a POSIX shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
