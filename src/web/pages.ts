/** Which pages there are, and which of them an address is. Each is loaded when it is shown. */
import type { ComponentType } from 'preact';

export interface Page {
  /** Relative to any other page: all stand side by side, below whatever path a proxy serves the server under. */
  readonly path: string;
  readonly name: string;
  /** Of the window, beside the name of the project. */
  readonly title: string;
  readonly load: () => Promise<{ default: ComponentType }>;
}

export const pages: readonly Page[] = [
  {
    path: './',
    name: 'Analyse',
    title: 'How does this review read?',
    load: () => import('./analyse/index.js'),
  },
  {
    path: './many',
    name: 'Many reviews',
    title: 'Many reviews',
    load: () => import('./many/index.js'),
  },
  {
    path: './about-model',
    name: 'Model',
    title: 'The model',
    load: () => import('./model/index.js'),
  },
];

/** The page of an address's path; undefined for one that the front end knows nothing of. */
export function pageOf(path: string): Page | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return pages.find((page) => page.path === `./${name}`);
}
