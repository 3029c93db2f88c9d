import type {
  CaseCommand,
  CaseCommandName,
  CaseOrder,
  RegisterPayload,
} from '../../shared/domain/case/CaseCommand.ts';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { dueOrders } from '../../shared/domain/case/dueOrders.ts';
import { decide } from '../../shared/domain/case/decide.ts';
import type { Decision } from '../../shared/domain/case/Decision.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { PersonalText } from '../../shared/domain/case/PersonalText.ts';
import { react } from '../../shared/domain/case/react.ts';
import type { City } from '../../shared/domain/City.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Actor, CaseStateName } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { SAMPLE_NOW, sampleCity } from './sampleCity.ts';

const CASE_ID = 20_261_121_000_001;
const PROGRAM: Actor = { role: 'integration', id: 'key-1' };
const CLOCK: Actor = { role: 'system', id: 'clock' };

/** A command on the scenario's one case. */
export type Step = CaseOrder extends infer O ? (O extends CaseOrder ? Omit<O, 'caseId'> : never) : never;

/** One valid form of every command. */
export const STEPS: { readonly [N in CaseCommandName]: Extract<Step, { type: N }> } = {
  AcceptCase: { type: 'AcceptCase', payload: {} },
  AnswerDirectly: { type: 'AnswerDirectly', payload: { answer: '已告知', knowledgeId: 'K1' } },
  Dismiss: { type: 'Dismiss', payload: { reason: 'outOfScope', explanation: '不在范围' } },
  TransferOut: { type: 'TransferOut', payload: { target: '110', note: '转警' } },
  RecordPraise: { type: 'RecordPraise', payload: {} },
  Dispatch: { type: 'Dispatch', payload: { hostUnitCode: 'ROADS', coUnitCodes: ['WATER'] } },
  Sign: { type: 'Sign', payload: {} },
  RecordContact: { type: 'RecordContact', payload: { reached: true, note: '已联系' } },
  SubmitFeedback: { type: 'SubmitFeedback', payload: { result: '路面已修复完毕' } },
  ReturnFeedback: { type: 'ReturnFeedback', payload: { reason: '请补充照片' } },
  PassFeedback: { type: 'PassFeedback', payload: {} },
  RecordCallback: {
    type: 'RecordCallback',
    payload: {
      channel: 'phone',
      outcome: 'answered',
      contacted: true,
      solved: true,
      satisfaction: 'satisfied',
      note: '已解决',
    },
  },
  CloseSolved: { type: 'CloseSolved', payload: {} },
  Rework: { type: 'Rework', payload: { reason: '仍有坑' } },
  CloseUnsolved: { type: 'CloseUnsolved', payload: { reason: 'unreasonable', explanation: '已说明' } },
  Archive: { type: 'Archive', payload: {} },
  Withdraw: { type: 'Withdraw', payload: { reason: '不需要了' } },
  EraseCase: { type: 'EraseCase', payload: {} },
};

/** A try to call back that is told in a word or two. */
export function called(payload: Partial<Extract<Step, { type: 'RecordCallback' }>['payload']>): Step {
  return { type: 'RecordCallback', payload: { channel: 'phone', outcome: 'answered', ...payload } };
}

/** The requester says that the matter is not solved. */
export const NOT_SOLVED = called({ contacted: true, solved: false, satisfaction: 'dissatisfied' });
export const NO_ANSWER = called({ outcome: 'noAnswer' });

const { AcceptCase, Dispatch, Sign, RecordContact, SubmitFeedback, PassFeedback } = STEPS;
const TO_FEEDBACK = [AcceptCase, Dispatch, Sign, RecordContact, SubmitFeedback];

/** How a case that nobody helped along gets into each state in which it can rest between commands. */
export const PATHS: Readonly<Record<Exclude<CaseStateName, 'answered'>, readonly Step[]>> = {
  draft: [],
  accepted: [AcceptCase],
  dispatched: [AcceptCase, Dispatch],
  signed: [AcceptCase, Dispatch, Sign],
  handling: [AcceptCase, Dispatch, Sign, RecordContact],
  feedback: TO_FEEDBACK,
  callback: [...TO_FEEDBACK, PassFeedback],
  closed: [STEPS.AnswerDirectly],
  dismissed: [STEPS.Dismiss],
  transferred: [STEPS.TransferOut],
  withdrawn: [STEPS.Withdraw],
  erased: [STEPS.EraseCase],
  archived: [STEPS.AnswerDirectly, STEPS.Archive],
};

export interface ScenarioOptions {
  readonly city?: City;
  readonly now?: number;
  /** Whether what follows by rule is done as the lane does it. */
  readonly reacts?: boolean;
}

/**
 * One case, told as given / when / then: `given` are commands that must succeed, `when` is the one under
 * test, and `state`, `events` and `texts` are what came of it. Time stands still unless `pass` moves it.
 */
export class CaseScenario {
  readonly city: City;
  now: number;
  holdBreaches = false;
  state: CaseState | undefined;
  readonly events: CaseEvent[] = [];
  readonly texts: PersonalText[] = [];
  readonly #reacts: boolean;

  constructor(options: ScenarioOptions = {}) {
    this.city = options.city ?? sampleCity();
    this.now = options.now ?? SAMPLE_NOW;
    this.#reacts = options.reacts ?? false;
  }

  /** The case as it stands; only to be asked once it is registered. */
  get standing(): CaseState {
    return must(this.state, 'the case was not registered');
  }

  get types(): readonly string[] {
    return this.events.map((event) => event.type);
  }

  registered(changes: Partial<RegisterPayload> = {}): this {
    return this.#succeed(this.register(changes));
  }

  /** Files the case; every text of it is recognisable. */
  register(changes: Partial<RegisterPayload> = {}): Result<Decision, Refusal> {
    const payload = { ...INTAKE, ...changes, keySlot: 7 };
    return this.#run({ type: 'RegisterCase', caseId: CASE_ID, payload }, PROGRAM);
  }

  given(...steps: readonly Step[]): this {
    for (const step of steps) this.#succeed(this.when(step));
    return this;
  }

  pass(minutes: number): this {
    this.now += minutes * 60_000;
    return this;
  }

  when(step: Step, actor: Actor = PROGRAM): Result<Decision, Refusal> {
    return this.#run({ ...step, caseId: CASE_ID }, actor);
  }

  /** The hub's clock looks at the case. */
  fire(): Result<Decision, Refusal> {
    return this.#run({ type: 'FireClocks', caseId: CASE_ID, payload: { until: this.now } }, CLOCK);
  }

  #run(command: CaseCommand, actor: Actor): Result<Decision, Refusal> {
    const { city, now, holdBreaches } = this;
    const decision = decide(this.state, command, { now, city, actor, holdBreaches });
    if (!decision.ok) return decision;
    const version = (this.state?.version ?? 0) + (command.type === 'FireClocks' ? 0 : 1);
    const follow: CaseOrder[] = [];
    for (const decided of decision.value.events) {
      const seq = this.events.length + 1;
      const prev = this.state?.seq ?? 0;
      const event: CaseEvent = { ...decided, seq, prev, caseId: CASE_ID, at: now, actor, version };
      this.state = evolve(this.state, event);
      this.events.push(event);
      follow.push(...react(event, this.state, city));
    }
    this.texts.push(...decision.value.texts);
    if (command.type === 'FireClocks' && !holdBreaches)
      for (const order of dueOrders(this.standing, now)) this.#run(order, actor);
    if (this.#reacts) for (const order of follow) this.#run(order, { role: 'system', id: 'rule' });
    return decision;
  }

  #succeed(answer: Result<Decision, Refusal>): this {
    if (!answer.ok) throw new Error(`a given command was refused: ${JSON.stringify(answer.refusal)}`);
    return this;
  }
}

/** An intake that names nothing but what it must. */
export const INTAKE: RegisterPayload = {
  filedBy: 'key-1',
  source: 'hotline',
  externalId: 'EXT-1',
  channel: 'phone',
  kind: 'complaint',
  title: '路面坑洼',
  content: '门口路面有坑',
};
