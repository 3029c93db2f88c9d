import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './StartError.ts';

/** The folder of `package.json`: one above the sources, two above the built files in `dist/server`. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new StartError(`No package.json lies above ${import.meta.dirname}.`);
    folder = above;
  }
  return folder;
}
