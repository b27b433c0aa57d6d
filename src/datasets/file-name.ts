/** A path as messages name it. */
import { basename } from 'node:path';

/** The path's last part in quotes. */
export function nameOf(path: string): string {
  return JSON.stringify(basename(path));
}
