import { existsSync } from 'node:fs';
import { z } from 'zod';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

/** A case under way: which simulated case it is, and when its next step is due in hub time. */
export interface UnderWay {
  readonly caseNo: string;
  readonly n: number;
  readonly dueAt: number;
}

const cursorSchema = z.strictObject({
  version: z.literal(1),
  city: z.string(),
  next: z.number().int().nonnegative(),
  nextAt: z.number().int().optional(),
  underWay: z.array(z.tuple([z.string(), z.number().int(), z.number().int()])),
});

/** Where the simulation stands: the number and time of its next case, and the cases under way. */
export class SimulateCursor {
  readonly #path: string;
  readonly #city: string;
  next = 0;
  nextAt: number | undefined;
  readonly underWay = new Map<string, UnderWay>();

  /** Throws StartError where the file was written for another city. */
  constructor(path: string, city: string) {
    this.#path = path;
    this.#city = city;
    if (existsSync(path)) this.#load();
  }

  async save(): Promise<void> {
    const underWay = [...this.underWay.values()].map(({ caseNo, n, dueAt }) => [caseNo, n, dueAt]);
    const held = { version: 1, city: this.#city, next: this.next, nextAt: this.nextAt, underWay };
    await writeFileAtomically(this.#path, JSON.stringify(held));
  }

  #load(): void {
    const parsed = cursorSchema.safeParse(readJson(this.#path));
    if (!parsed.success) throw new StartError(`${this.#path}, ${firstIssue(parsed.error)}.`);
    const { city, next, nextAt, underWay } = parsed.data;
    if (city !== this.#city)
      throw new StartError(
        `${this.#path} belongs to city '${city}'; take a new data directory for '${this.#city}'.`,
      );
    this.next = next;
    this.nextAt = nextAt;
    for (const [caseNo, n, dueAt] of underWay) this.underWay.set(caseNo, { caseNo, n, dueAt });
  }
}
