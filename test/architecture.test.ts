import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Lowest first: a folder may import only from folders that stand before it. */
const order = [
  'errors',
  'random',
  'example-reviews',
  'text',
  'tables',
  'datasets',
  'onnx',
  'autodiff',
  'runtime',
  'models',
  'checkpoint',
  'evaluation',
  'ngrams',
  'training',
  'prediction',
  'server',
  'web',
  'cli',
];

/** Pairs that the order allows and the design does not: training and prediction never see each other. */
const forbidden: [importer: string, imported: string][] = [
  ['prediction', 'training'],
  ['onnx', 'datasets'],
  ['onnx', 'text'],
];

const mayTouchDisk = new Set(['server', 'cli', 'datasets', 'checkpoint']);
const runsInBrowser = new Set([
  'errors',
  'random',
  'example-reviews',
  'text',
  'tables',
  'onnx',
  'autodiff',
  'models',
  'prediction',
  'evaluation',
]);

/** Beside each folder's index.ts, for the front end alone: the runtime for browsers, which Node.js has no use for, and its file. */
const secondDoors = new Set([join('runtime', 'browser.js'), join('runtime', 'browser-file.js')]);

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');

interface Import {
  file: string;
  folder: string;
  specifier: string;
  target: string | undefined; // folder under src, '' for src itself, undefined for a package
  path: string | undefined; // inside src
}

function importsOfProject(): Import[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(source, name), 'utf8');
    const folder = name.includes(sep) ? name.slice(0, name.indexOf(sep)) : '';
    const found = text.matchAll(
      /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    );
    return [...found].map((match): Import => {
      const specifier = match[1] ?? match[2] ?? '';
      if (!specifier.startsWith('.')) {
        return { file: name, folder, specifier, target: undefined, path: undefined };
      }
      const path = relative(source, resolve(source, dirname(name), specifier));
      const target = path.includes(sep) ? path.slice(0, path.indexOf(sep)) : '';
      return { file: name, folder, specifier, target, path };
    });
  });
}

const imports = importsOfProject();
const isTest = (file: string): boolean => /\.test(-support)?\.ts$/.test(file);

describe('the architecture', () => {
  it('has every folder of src in the order', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => !order.includes(name))).toEqual([]);
  });

  it('imports only downwards', () => {
    const wrong = imports.filter(
      ({ file, folder, target }) =>
        !isTest(file) &&
        folder !== '' &&
        target !== undefined &&
        target !== folder &&
        order.indexOf(target) >= order.indexOf(folder),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('keeps apart what the design keeps apart', () => {
    const wrong = imports.filter(({ folder, target }) =>
      forbidden.some(([importer, imported]) => folder === importer && target === imported),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('enters a folder only by its index.ts', () => {
    const wrong = imports.filter(
      ({ folder, target, path, specifier }) =>
        target !== undefined &&
        target !== '' &&
        target !== folder &&
        !specifier.endsWith('?url') && // no code: a file's address in the build
        path !== join(target, 'index.js') &&
        !(folder === 'web' && secondDoors.has(path ?? '')),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('lets only runtime see ONNX Runtime', () => {
    const wrong = imports.filter(
      ({ file, folder, specifier }) =>
        !isTest(file) && folder !== 'runtime' && specifier.startsWith('onnxruntime'),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('lets only datasets, checkpoint, server and cli touch the disk or the network', () => {
    const system = /^node:(fs|net|http|https|child_process|zlib)/;
    const wrong = imports.filter(
      ({ file, folder, specifier }) =>
        !isTest(file) && folder !== '' && !mayTouchDisk.has(folder) && system.test(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('keeps Node.js out of what runs in a browser', () => {
    const wrong = imports.filter(
      ({ file, folder, specifier }) =>
        !isTest(file) && runsInBrowser.has(folder) && specifier.startsWith('node:'),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('has no import cycle between files', () => {
    const graph = new Map<string, string[]>();
    for (const { file, path } of imports) {
      if (path !== undefined) {
        graph.set(file, [...(graph.get(file) ?? []), path.replace(/\.js$/, '.ts')]);
      }
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      if (trail.includes(file)) {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      done.add(file);
      for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
