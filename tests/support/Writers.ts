import { must } from '../../shared/lib/assert.ts';
import type { HubProcess } from './HubProcess.ts';
import { nycIntake } from './nycIntake.ts';

/** What the hub answered about one external id. */
export interface Acknowledged {
  readonly caseNo: string;
  readonly seq: number;
}

/**
 * Callers that file cases as fast as they are answered, each with an external id of its own, and go on with the
 * same ids after the hub was gone. They remember every answer they were given.
 */
export class Writers {
  readonly #prefix: string;
  readonly #count: number;
  #next = 0;
  #stopped = true;
  #loops: Promise<void>[] = [];
  #onAck: () => void = () => {};
  /** Ids whose filing was cut off: nobody knows whether the hub has them. */
  #unsure: string[] = [];
  #inFlight = 0;
  readonly acks = new Map<string, Acknowledged>();
  /** Ids that were answered twice with different cases, and answers that are no 201. */
  readonly wrong: string[] = [];
  /** Filings that were under way when the connection broke, in total. */
  cutOff = 0;
  /** Ids that were asked for again after a cut and were answered as already known. */
  foundAgain = 0;

  constructor(prefix: string, count: number) {
    this.#prefix = prefix;
    this.#count = count;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get unsure(): number {
    return this.#unsure.length;
  }

  /** `upTo` is the `seq` of the hub's log at its start: what is answered at or below it was there before. */
  start(hub: HubProcess, upTo = 0): void {
    this.#stopped = false;
    const again = this.#unsure;
    this.#unsure = [];
    this.#loops = Array.from({ length: this.#count }, () => this.#run(hub, again, upTo));
  }

  /** Resolves as soon as so many more ids than now are acknowledged. */
  more(count: number): Promise<void> {
    const goal = this.acks.size + count;
    return new Promise((resolve) => {
      this.#onAck = () => {
        if (this.acks.size >= goal) resolve();
      };
    });
  }

  /** No new filings; resolves when those under way have been answered or cut off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  async #run(hub: HubProcess, again: string[], upTo: number): Promise<void> {
    for (;;) {
      const known = again.pop();
      if (this.#stopped && known === undefined) return;
      const id = known ?? `${this.#prefix}-${this.#next++}`;
      this.#inFlight++;
      const answered = await this.#file(hub, id, known === undefined ? 0 : upTo);
      this.#inFlight--;
      if (answered) continue;
      this.cutOff++;
      this.#unsure.push(id, ...again.splice(0));
      return;
    }
  }

  /** False where the connection broke before the answer was whole. */
  async #file(hub: HubProcess, id: string, knownUpTo: number): Promise<boolean> {
    try {
      const answer = await hub.post('/cases', nycIntake(id));
      const body = (await answer.json()) as Acknowledged;
      if (answer.status === 201) this.#acknowledged(id, body, knownUpTo);
      else this.wrong.push(`${id} was answered ${answer.status} ${JSON.stringify(body)}`);
      return true;
    } catch {
      return false;
    }
  }

  #acknowledged(id: string, { caseNo, seq }: Acknowledged, knownUpTo: number): void {
    const before = this.acks.get(id);
    if (before !== undefined && before.caseNo !== caseNo)
      this.wrong.push(`${id} is ${before.caseNo} and ${caseNo}`);
    if (seq <= knownUpTo) this.foundAgain++;
    this.acks.set(id, { caseNo: must(caseNo, 'an answer without a number'), seq });
    this.#onAck();
  }
}
