import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A directory that lives as long as the `describe` it is asked for in. */
export function suiteDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'whistleboard-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
