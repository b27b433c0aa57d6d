/** docs/library.md tells of everything that the package exports, and its examples compile as a strict program of TypeScript's. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const codeBlocks = (path: string, language: string): string[] =>
  [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code!);

const folder = mkdtempSync(join(tmpdir(), 'reelsense-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of them, each a module of its own beside an installed package; nothing when all is well. */
function compiled(programs: readonly string[]): Promise<string> {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'reelsense'), 'junction');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const names = programs.map((program, i) => {
    writeFileSync(join(folder, `${i}.ts`), program);
    return `${i}.ts`;
  });
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return node([compiler, ...options, ...types, ...names], folder);
}

/** What it prints, or why it prints nothing. */
function node(parameters: readonly string[], cwd: string): Promise<string> {
  return new Promise((settle) => {
    execFile(process.execPath, parameters, { cwd }, (error, stdout) =>
      settle(stdout || (error?.message ?? '')),
    );
  });
}

describe('the reference of the library', () => {
  it('names everything that the built package exports', async () => {
    const program = `console.log(Object.keys(await import('reelsense')).join(' '))`;
    const exported = (await node(['--input-type=module', '--eval', program], root)).trim().split(' ');
    expect(exported.length).toBeGreaterThan(30);
    const text = read('docs/library.md');
    expect(exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it('names every code of a mistake', () => {
    const [, codes] = /type ErrorCode =([^;]*);/.exec(read('src/errors/index.ts'))!;
    const told = read('docs/library.md').split('\n## Errors\n')[1]!;
    expect([...codes!.matchAll(/'(.*?)'/g)].filter(([, code]) => !told.includes(`\`${code}\``))).toEqual([]);
  });

  it('has examples that compile, as the README does', async () => {
    const own = codeBlocks('docs/library.md', 'ts');
    expect(own.length).toBeGreaterThan(9);
    expect(await compiled([...own, ...codeBlocks('README.md', 'js')])).toBe('');
  });
});
