/** Results of a benchmark that takes hours, kept in a file as they come, so that the same command goes on and the file can be published. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../src/checkpoint/index.js';

export class KeptResults<Result> {
  private constructor(
    private readonly file: string,
    private readonly identity: Readonly<Record<string, string>>,
    readonly all: Result[],
  ) {}

  /**
   * @param identity what all results have in common, under the names that a refusal tells; a file that was made with another ends
   *   the process
   */
  static open<Result>(file: string, identity: Readonly<Record<string, string>>): KeptResults<Result> {
    if (!existsSync(file)) return new KeptResults<Result>(file, identity, []);
    const { results, ...saved } = JSON.parse(readFileSync(file, 'utf8'));
    for (const [what, value] of Object.entries(identity)) {
      if (saved[what] === value) continue;
      console.error(`${file} was made with another ${words(what)}; give --results FILE.`);
      process.exit(2);
    }
    return new KeptResults<Result>(file, identity, results);
  }

  /** Resolves when the result is on the disk. Whenever the process dies, the file is the one of before or the new one. */
  async add(result: Result): Promise<void> {
    this.all.push(result);
    const lines = this.all.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    const head = Object.entries(this.identity).map(
      ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
    );
    mkdirSync(dirname(this.file), { recursive: true });
    await writeFileAtomically(this.file, `{\n${head.join('')}  "results": [\n${lines}\n  ]\n}\n`);
  }
}

/** 'developmentPart' -> 'development part' */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
