import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A file system of its own in memory, of so many megabytes; only root can have one. */
export class SmallDisk {
  readonly path: string;

  /** Undefined where this process may not mount. */
  static mount(path: string, megabytes: number): SmallDisk | undefined {
    mkdirSync(path, { recursive: true });
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path);
    } catch {
      return undefined;
    }
    return new SmallDisk(path);
  }

  /** Use `SmallDisk.mount`. */
  constructor(path: string) {
    this.path = path;
  }

  makeReadOnly(): void {
    run('mount', '-o', 'remount,ro', this.path);
  }

  /** Lazily, so that a process that still holds a file cannot keep it. */
  unmount(): void {
    run('umount', '-l', this.path);
  }
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}
