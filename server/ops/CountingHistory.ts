import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import type { LogEvent } from '../../shared/domain/LogEvent.ts';
import { countedBy } from '../../shared/domain/rating/countedBy.ts';
import { COUNTING_VERSION } from '../../shared/domain/rating/countingRules.ts';
import type { CountingRules } from '../../shared/domain/rating/countingRules.ts';

/** Cases with `after < id ≤ to` were counted anew at `seq`. */
export interface RecountStep {
  readonly seq: number;
  readonly after: CaseId;
  readonly to: CaseId;
}

/** From `seq` on; without a city by rules that this release cannot follow. */
interface Span {
  readonly seq: number;
  readonly city: City | undefined;
  readonly steps: RecountStep[];
}

/** By which rules cases were counted at each event of a log, learned from the log itself. */
export class CountingHistory {
  readonly #city: City;
  readonly #spans: Span[];

  /** `city` counts where the log does not say by which rules; `origin` is what it began with. */
  constructor(city: City, origin: CountingRules | undefined) {
    this.#city = city;
    this.#spans = [{ seq: 0, city: origin === undefined ? city : this.#cityOf(origin), steps: [] }];
    this.#isTold = origin !== undefined;
  }

  #isTold: boolean;

  /** Takes the next event of the log. */
  learn(event: LogEvent): void {
    const changed = asHubEvent(event, 'CountingChanged');
    if (changed !== undefined) {
      // A log of an earlier release says only from here on by which rules it is counted.
      if (!this.#isTold) this.#spans[0] = { seq: 0, city: undefined, steps: [] };
      this.#isTold = true;
      this.#spans.push({ seq: changed.seq, city: this.#cityOf(changed.data.rules), steps: [] });
    }
    const step = asHubEvent(event, 'CasesRecounted');
    if (step !== undefined) this.#spans.at(-1)?.steps.push({ seq: step.seq, ...step.data });
  }

  /** Who counts at an event; undefined where that cannot be said any more. */
  at(seq: number): City | undefined {
    return this.#spans.findLast((span) => span.seq <= seq)?.city;
  }

  /** Whether the log says by which rules it was counted. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** The steps that counted a case anew, in their order. */
  stepsOf(id: CaseId): readonly RecountStep[] {
    return this.#spans.flatMap(({ steps }) => stepOver(steps, id) ?? []);
  }

  #cityOf(rules: CountingRules): City | undefined {
    return rules.version === COUNTING_VERSION ? countedBy(this.#city, rules) : undefined;
  }
}

/** By halving: the steps of one change of rules follow each other, and there are thousands in a long log. */
function stepOver(steps: readonly RecountStep[], id: CaseId): RecountStep | undefined {
  let [from, to] = [0, steps.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const step = steps[middle];
    if (step === undefined) return undefined;
    if (id <= step.after) to = middle - 1;
    else if (id > step.to) from = middle + 1;
    else return step;
  }
  return undefined;
}
