import { existsSync } from 'node:fs';
import { z } from 'zod';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

const cursorSchema = z.strictObject({
  version: z.literal(1),
  binding: z.string(),
  next: z.number().int().nonnegative(),
  cases: z.array(z.tuple([z.number().int(), z.string()])),
});

/**
 * How far a replay has come, in a file of the data directory: the first step that is not yet acknowledged,
 * and the numbers of the cases that are still to be closed, by their row's line. Nothing of what a row says
 * is in it, the source's own number included.
 */
export class ReplayCursor {
  readonly #path: string;
  readonly #binding: string;
  next = 0;
  readonly cases = new Map<number, string>();

  /** Throws StartError where the file is another replay's. */
  constructor(path: string, binding: string) {
    this.#path = path;
    this.#binding = binding;
    if (existsSync(path)) this.#load();
  }

  /** Resolves when the place is on stable storage. */
  async save(): Promise<void> {
    const { next, cases } = this;
    const held = { version: 1, binding: this.#binding, next, cases: [...cases] };
    await writeFileAtomically(this.#path, JSON.stringify(held));
  }

  #load(): void {
    const parsed = cursorSchema.safeParse(readJson(this.#path));
    if (!parsed.success) throw new StartError(`${this.#path}, ${firstIssue(parsed.error)}.`);
    const { binding, next, cases } = parsed.data;
    if (binding !== this.#binding) {
      throw new StartError(
        `${this.#path} belongs to the replay of another file or mapping; give that one again, or take a new data directory.`,
      );
    }
    this.next = next;
    for (const [line, caseNo] of cases) this.cases.set(line, caseNo);
  }
}
