import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../server/packageRoot.ts';
import { BrowserPage } from '../browser/BrowserPage.ts';
import { SideProcess } from './SideProcess.ts';
import type { SideName } from './sides.ts';

/** What a measurement works with: processes and folders, all gone when it is over. */
export class Workbench {
  /** Takes the sizes that need minutes: 10 million events, a million cases. */
  readonly full: boolean;
  readonly #folder: string;
  readonly #sides: { readonly end: () => Promise<void> }[] = [];
  #folders = 0;

  constructor(full: boolean) {
    this.full = full;
    // Beside the built files: on the disk that a hub would use, where `/tmp` may be memory.
    const parent = join(packageRoot(), 'dist', 'bench-data');
    mkdirSync(parent, { recursive: true });
    this.#folder = mkdtempSync(join(parent, 'run-'));
  }

  /** Not there yet, and gone with the workbench. */
  folder(name: string): string {
    return join(this.#folder, `${++this.#folders}-${name}`);
  }

  get root(): string {
    return this.#folder;
  }

  async side<Name extends SideName>(name: Name, nodeArgs?: readonly string[]): Promise<SideProcess<Name>> {
    const side = await SideProcess.start(name, nodeArgs);
    this.#sides.push(side);
    return side;
  }

  /** A page of bench/pages by its name, in a browser of its own. */
  async page(name: string): Promise<BrowserPage> {
    const page = await BrowserPage.open(name, this.folder(name));
    this.#sides.push(page);
    return page;
  }

  /** Ends every process; folders stay for the measurements that follow. */
  async clear(): Promise<void> {
    await Promise.all(this.#sides.splice(0).map((side) => side.end()));
  }

  async close(): Promise<void> {
    await this.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
