import { existsSync } from 'node:fs';
import { z } from 'zod';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

const count = z.number().int().nonnegative();
const cursorSchema = z.strictObject({
  version: z.literal(1),
  binding: z.string(),
  next: count,
  cases: z.array(z.tuple([z.number().int(), z.string()])),
  unclosed: count.default(0),
  readAt: z.number().int().optional(),
});

/**
 * How far a replay has come, in a file of the data directory: the first step that is not yet acknowledged,
 * and the numbers of the cases that are still to be closed, by their row's line. Nothing of what a row says
 * is in it, the source's own number included.
 */
export class ReplayCursor {
  readonly #path: string;
  readonly #binding: string;
  readonly #readAt: number;
  next = 0;
  readonly cases = new Map<number, string>();
  /** Rows that their source closed and whose cases the hub would not close. */
  unclosed = 0;

  /** `readAt`: the machine's time at which the file was first read. Throws StartError where the file is another replay's. */
  constructor(path: string, binding: string, readAt: number) {
    this.#path = path;
    this.#binding = binding;
    this.#readAt = readAt;
    if (existsSync(path)) this.#load();
  }

  /** When the file was first read, as the place in `path` says: what was in the future then is so for ever. */
  static readAtOf(path: string): number | undefined {
    return existsSync(path) ? heldIn(path).readAt : undefined;
  }

  /** Resolves when the place is on stable storage. */
  async save(): Promise<void> {
    const { next, cases, unclosed } = this;
    const [binding, readAt] = [this.#binding, this.#readAt];
    const held = { version: 1, binding, next, cases: [...cases], unclosed, readAt };
    await writeFileAtomically(this.#path, JSON.stringify(held));
  }

  #load(): void {
    const { binding, next, cases, unclosed } = heldIn(this.#path);
    if (binding !== this.#binding) {
      throw new StartError(
        `${this.#path} belongs to the replay of another file, mapping or first day; give that one again, or take a new data directory.`,
      );
    }
    this.next = next;
    this.unclosed = unclosed;
    for (const [line, caseNo] of cases) this.cases.set(line, caseNo);
  }
}

function heldIn(path: string): z.output<typeof cursorSchema> {
  const parsed = cursorSchema.safeParse(readJson(path));
  if (!parsed.success) throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
  return parsed.data;
}
