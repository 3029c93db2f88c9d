import type { CaseCommandName } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseStateName } from '../../shared/domain/vocabulary.ts';
import { invalidInput, refusal } from '../../shared/domain/refusals.ts';
import { refuse } from '../../shared/lib/Result.ts';
import type { FeedAnswer, FeedCase } from './FeedPort.ts';
import type { PatientPort } from './PatientPort.ts';

/** What a unit's steps say where the source has no text for them; long enough for any usual rule on length. */
const WORDS = {
  zh: {
    contact: '数据来源未提供联系记录，按来源的办结时间补记。',
    result: '数据来源显示该诉求已由承办单位办结，未提供具体办理结果。',
  },
  en: {
    contact: 'The source gives no record of a contact; noted when it reported the end.',
    result: 'The source reports this case as finished and gives no result in words.',
  },
} as const;

/** Somebody else may be working on the same case; so often its state is read again before it is given up. */
const MOST_CONFLICTS = 20;

/**
 * Takes cases along their way, one command at a time, from whatever state they are found in. A case that
 * has moved on meanwhile is no error: what was to be done for it has been done.
 */
export class CaseWalk {
  readonly #port: PatientPort;
  readonly #language: keyof typeof WORDS;

  constructor(port: PatientPort, language: keyof typeof WORDS) {
    this.#port = port;
    this.#language = language;
  }

  /** Whether a case in this state still has a step in front of it that a unit can do. */
  static #isOnItsWay(state: CaseStateName): boolean {
    return NEXT[state] !== undefined;
  }

  /** The case after its next step, or as it is where it has none; a refusal where the hub will not have the step. */
  async #step(at: FeedCase, unitCode: string | undefined): Promise<FeedAnswer> {
    const name = NEXT[at.state];
    if (name === undefined) return { ok: true, value: at };
    const payload = this.#payload(name, unitCode);
    if (payload === undefined) return refuse(invalidInput('hostUnitCode', 'required'));
    return this.#port.command(at.caseNo, name, at.version, payload);
  }

  /** Brings a case to its end; a refusal where it cannot be brought there. */
  async finish(caseNo: string, unitCode: string | undefined): Promise<FeedAnswer> {
    let found = await this.#port.read(caseNo);
    for (let conflicts = 0; conflicts < MOST_CONFLICTS;) {
      if (!found.ok || !CaseWalk.#isOnItsWay(found.value.state)) return found;
      const next = await this.#step(found.value, unitCode);
      if (next.ok) {
        found = next;
        continue;
      }
      if (!isConflict(next)) return next;
      conflicts++;
      found = await this.#port.read(caseNo);
    }
    return refuse(refusal('stale'));
  }

  #payload(name: CaseCommandName, unitCode: string | undefined): object | undefined {
    if (name === 'Dispatch') return unitCode === undefined ? undefined : { hostUnitCode: unitCode };
    if (name === 'RecordContact') return { reached: true, note: WORDS[this.#language].contact };
    if (name === 'SubmitFeedback') return { result: WORDS[this.#language].result };
    return {};
  }
}

/** Whether the hub said no because the case is not where the feed thought it was. */
export function isConflict(answer: FeedAnswer): boolean {
  return !answer.ok && (answer.refusal.code === 'stale' || answer.refusal.code === 'invalid_state');
}

/** What is done next for a case; nothing where it has ended or where others must act (a callback). */
const NEXT: Readonly<Partial<Record<CaseStateName, CaseCommandName>>> = {
  draft: 'AcceptCase',
  accepted: 'Dispatch',
  dispatched: 'Sign',
  signed: 'RecordContact',
  handling: 'SubmitFeedback',
  feedback: 'PassFeedback',
};
