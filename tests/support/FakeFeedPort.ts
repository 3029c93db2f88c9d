import type { City } from '../../shared/domain/City.ts';
import { invalidInput, refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { UNKNOWN } from '../../shared/domain/vocabulary.ts';
import type { CaseStateName } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import { refuse } from '../../shared/lib/Result.ts';
import type { FeedAnswer, FeedPort, IntakeBody } from '../../server/feeds/FeedPort.ts';

/** A case as the stand-in hub keeps it. */
export interface FiledCase {
  readonly caseNo: string;
  readonly body: string;
  readonly intake: IntakeBody;
  readonly filedAt: number;
  readonly log: 'end'[];
  closedAt: number | undefined;
  state: CaseStateName;
  version: number;
}

/**
 * What outlives a process: the cases, by source and externalId. A stand-in for the hub that is strict where
 * the hub is: another body under a used key, another version or a wrong state is refused.
 */
export class FakeFeedHub {
  readonly cases = new Map<string, FiledCase>();
  readonly #inOrder: FiledCase[] = [];
  readonly #city: City;
  readonly now: () => number;

  constructor(city: City, now: () => number) {
    this.#city = city;
    this.now = now;
  }

  file(intake: IntakeBody): FeedAnswer {
    const key = `${intake.source} ${intake.externalId}`;
    const body = JSON.stringify(intake);
    const before = this.cases.get(key);
    if (before !== undefined) return before.body === body ? answerOf(before) : refuse(refusal('key_reused'));
    if (intake.reportedAt !== undefined && Date.parse(intake.reportedAt) > this.now() + 300_000)
      return refuse(invalidInput('reportedAt', 'in_future'));
    const unit = intake.hostUnitCode ?? this.#city.responsibleUnit(intake.categoryCode ?? '', '', this.now());
    const filed: FiledCase = {
      caseNo: `T${this.cases.size + 1}`,
      body,
      intake,
      filedAt: this.now(),
      log: [],
      closedAt: undefined,
      state: unit !== undefined && this.#city.units.has(unit) ? 'dispatched' : 'accepted',
      version: 1,
    };
    this.cases.set(key, filed);
    this.#inOrder.push(filed);
    return answerOf(filed);
  }

  caseOf(caseNo: string): FiledCase {
    return must(this.#inOrder[Number(caseNo.slice(1)) - 1], `there is no case ${caseNo}`);
  }

  end(caseNo: string): FeedAnswer {
    const filed = this.caseOf(caseNo);
    if (filed.state === 'closed') return refuse(refusal('invalid_state', { state: filed.state }));
    filed.state = 'closed';
    filed.version++;
    filed.log.push('end');
    filed.closedAt = this.now();
    return answerOf(filed);
  }
}

export function answerOf({ caseNo, state, version, intake }: FiledCase): FeedAnswer {
  const { kind, categoryCode = UNKNOWN, streetCode: areaCode = UNKNOWN, hostUnitCode } = intake;
  const work = { attempt: 1, contactTries: 0, isContacted: false, callbackTries: 0, isAnswered: false };
  const facts = { kind, level: intake.level ?? UNKNOWN, categoryCode, areaCode, hostUnitCode } as const;
  return { ok: true, value: { caseNo, state, version, ...facts, ...work } };
}

/** One process's way to the stand-in hub; `before` may refuse, throw or wait in front of each call. */
export class FakeFeedPort implements FeedPort {
  readonly #hub: FakeFeedHub;
  readonly #before: (call: string) => Promise<Refusal | undefined>;
  readonly #after: (call: string) => Promise<void>;
  batches: number[] = [];

  constructor(
    hub: FakeFeedHub,
    before: (call: string) => Promise<Refusal | undefined> = () => Promise.resolve(undefined),
    after: (call: string) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#hub = hub;
    this.#before = before;
    this.#after = after;
  }

  async submit(intakes: readonly IntakeBody[]): Promise<readonly FeedAnswer[]> {
    this.batches.push(intakes.length);
    const no = await this.#before('submit');
    const answers = intakes.map((intake) => (no === undefined ? this.#hub.file(intake) : refuse(no)));
    await this.#after('submit');
    return answers;
  }

  command(): Promise<FeedAnswer> {
    throw new Error('a replay gives no command');
  }

  async end(caseNo: string): Promise<FeedAnswer> {
    const no = await this.#before('end');
    const answer = no === undefined ? this.#hub.end(caseNo) : refuse(no);
    await this.#after('end');
    return answer;
  }

  async read(caseNo: string): Promise<FeedAnswer> {
    const no = await this.#before('read');
    return no === undefined ? answerOf(this.#hub.caseOf(caseNo)) : refuse(no);
  }
}
