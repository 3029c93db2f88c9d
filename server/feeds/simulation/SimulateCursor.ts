import { existsSync } from 'node:fs';
import { z } from 'zod';
import { firstIssue, readJson } from '../../readJson.ts';
import { StartError } from '../../StartError.ts';
import { writeFileAtomically } from '../writeFileAtomically.ts';
import type { Act, ActName } from './Agenda.ts';

const whole = z.number().int().nonnegative();
const cursorSchema = z.strictObject({
  version: z.literal(2),
  city: z.string(),
  next: whole,
  nextAt: z.number().int(),
  busy: z.record(z.string(), z.array(z.number())),
  acts: z.array(z.tuple([whole, z.string(), whole, z.string(), z.number().int(), z.string(), whole])),
});

/** Where the simulation stands: its next case and when it comes, who is busy until when, what is to be done next. */
export interface SimulatePlace {
  readonly next: number;
  readonly nextAt: number;
  readonly busy: Readonly<Record<string, readonly number[]>>;
  readonly acts: Iterable<Act>;
}

/** So many acts are written into the text in one turn of the loop. */
const ACTS_A_TURN = 2_000;

/** The file that a simulation's place is kept in. */
export class SimulateCursor {
  readonly #path: string;
  readonly #city: string;

  constructor(path: string, city: string) {
    this.#path = path;
    this.#city = city;
  }

  /** Undefined where nothing was begun. Throws StartError where the file is of another city or another time. */
  load(): SimulatePlace | undefined {
    if (!existsSync(this.#path)) return undefined;
    const parsed = cursorSchema.safeParse(readJson(this.#path));
    if (!parsed.success) throw new StartError(`${this.#path}, ${firstIssue(parsed.error)}.`);
    const { city, next, nextAt, busy, acts } = parsed.data;
    if (city !== this.#city)
      throw new StartError(
        `${this.#path} belongs to city '${city}'; take a new data directory for '${this.#city}'.`,
      );
    return { next, nextAt, busy, acts: acts.map(actOf) };
  }

  /** Written in several turns of the loop, so that a hub with a hundred thousand open cases goes on meanwhile. */
  async save({ next, nextAt, busy, acts }: SimulatePlace): Promise<void> {
    const head = JSON.stringify({ version: 2, city: this.#city, next, nextAt, busy });
    const parts: string[] = [];
    let some: string[] = [];
    for (const { n, caseNo, version, name, dueAt, unitCode, attempt } of acts) {
      some.push(JSON.stringify([n, caseNo, version, name, dueAt, unitCode, attempt]));
      if (some.length < ACTS_A_TURN) continue;
      parts.push(some.join(',\n'));
      some = [];
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (some.length > 0) parts.push(some.join(',\n'));
    await writeFileAtomically(this.#path, `${head.slice(0, -1)},"acts":[\n${parts.join(',\n')}\n]}\n`);
  }
}

function actOf(row: z.infer<typeof cursorSchema>['acts'][number]): Act {
  const [n, caseNo, version, name, dueAt, unitCode, attempt] = row;
  // A name that is none is refused by the hub like any other, and the case is looked at again.
  return { n, caseNo, version, name: name as ActName, dueAt, unitCode, attempt };
}
