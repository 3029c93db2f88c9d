import type { City } from '../../../shared/domain/City.ts';
import { UNKNOWN } from '../../../shared/domain/vocabulary.ts';
import type { CaseStateName, Level } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import type { FeedCase } from '../FeedPort.ts';
import { SeededRandom } from '../SeededRandom.ts';
import type { Act, ActName } from './Agenda.ts';
import type { Cast } from './Cast.ts';
import { DayHours } from './DayHours.ts';
import { Lot } from './Lot.ts';
import type { Simulation, Span } from './simulationSchema.ts';
import { isUrgent } from './Workforce.ts';
import type { Profile, Workforce } from './Workforce.ts';

/** A case at a moment, and what is to be decided about it by chance. */
interface Scene {
  readonly filed: FeedCase;
  readonly level: Level;
  readonly profile: Profile;
  readonly random: SeededRandom;
  readonly at: number;
  /** What was done last, where it is known. */
  readonly after: ActName | undefined;
}

interface Next {
  readonly name: ActName;
  readonly dueAt: number;
}

export interface PlotDeps {
  readonly seed: number;
  readonly simulation: Simulation;
  readonly city: City;
  readonly cast: Cast;
  readonly workforce: Workforce;
}

const MINUTE_MS = 60_000;
/** As often a unit tries to reach a requester before it goes on without (C19). */
const CONTACT_TRIES = 3;

/** What is done next for a case and when, by those whose turn it is; the same for a seed, a case and its version. */
export class Plot {
  readonly #deps: PlotDeps;
  readonly #contactHours: DayHours;
  readonly #reviewHours: DayHours;
  readonly #hotlineEnds: Lot<keyof Simulation['hotline']['ends']>;
  readonly #scenes: Readonly<Partial<Record<CaseStateName, (scene: Scene) => Next | undefined>>>;

  constructor(deps: PlotDeps) {
    const { simulation, city } = deps;
    this.#deps = deps;
    const { units, review } = simulation;
    this.#contactHours = new DayHours(city.calendar, units.contactFrom, units.contactTo);
    this.#reviewHours = new DayHours(city.calendar, review.from, review.to);
    this.#hotlineEnds = Lot.ofShares(simulation.hotline.ends);
    this.#scenes = {
      draft: ({ at }) => ({ name: 'AcceptCase', dueAt: at }),
      accepted: (scene) => this.#atTheDesk(scene),
      dispatched: (scene) => this.#sign(scene),
      signed: (scene) => this.#contact(scene),
      handling: (scene) => this.#handle(scene),
      feedback: (scene) => this.#review(scene),
      callback: (scene) => this.#callBack(scene),
    };
  }

  /** The next act of the `n`-th case, which was heard of at `at`; undefined where nobody here has anything to do. */
  next(n: number, filed: FeedCase, at: number, after?: ActName): Act | undefined {
    const { seed, city, workforce } = this.#deps;
    const random = new SeededRandom(fnv1a(`${seed} ${n} ${filed.version} next`));
    const level = filed.level === UNKNOWN ? city.policyAt(at).defaultLevel : filed.level;
    const unitCode = filed.hostUnitCode ?? this.#unitFor(filed, random, at);
    const profile = workforce.profileOf(unitCode);
    const next = this.#scenes[filed.state]?.({ filed, level, profile, random, at, after });
    if (next === undefined) return undefined;
    const { caseNo, version, attempt } = filed;
    return { ...next, dueAt: Math.ceil(next.dueAt), n, caseNo, version, unitCode, attempt };
  }

  /** The call itself, once one of the staff has time for it. */
  seated(act: Act, at: number): Act {
    const { seed, workforce, simulation } = this.#deps;
    const random = new SeededRandom(fnv1a(`${seed} ${act.n} ${act.version} seat`));
    const callMs = simulation.callbacks.minutes * MINUTE_MS * random.between(0.4, 1.6);
    const startAt = workforce.beginCall(at, callMs, random.next());
    return { ...act, name: 'RecordCallback', dueAt: Math.ceil(startAt) };
  }

  /** Whom the dispatcher gives a case to: by the rules, else whoever has most to do with such places. */
  #unitFor({ categoryCode, areaCode }: FeedCase, random: SeededRandom, at: number): string {
    const { city, cast, workforce } = this.#deps;
    return (
      city.responsibleUnit(categoryCode, areaCode, at) ??
      city.responsibleUnit(categoryCode, cast.areaFor(random).code, at) ??
      workforce.anyUnit(random, at)
    );
  }

  #atTheDesk({ filed, random, at }: Scene): Next {
    const { hotline } = this.#deps.simulation;
    const isOurs = this.#deps.city.policyAt(at).answeredByHotline.includes(filed.kind);
    const name = isOurs ? this.#hotlineEnds.draw(random) : 'Dispatch';
    const span = name === 'Dispatch' ? hotline.dispatch : hotline.answer;
    return { name, dueAt: at + long(span, random) };
  }

  #sign({ level, profile, random, at }: Scene): Next {
    const { units } = this.#deps.simulation;
    const slowness = profile.slowness * (profile.isLazy ? units.lazySign : 1);
    const dueAt = at + long(units.sign[level], random) * slowness;
    const isAwake = profile.signsAtNight || isUrgent(level);
    return {
      name: 'Sign',
      dueAt: isAwake ? dueAt : this.#deps.workforce.hours.notBefore(dueAt, random.next()),
    };
  }

  #contact({ level, profile, random, at }: Scene): Next {
    const { units } = this.#deps.simulation;
    const dueAt = at + long(units.contact[level], random) * profile.slowness;
    return { name: 'RecordContact', dueAt: byDay(dueAt, level, this.#contactHours, random) };
  }

  #handle(scene: Scene): Next {
    const { filed, level, profile, random, at } = scene;
    if (!filed.isContacted && filed.contactTries < CONTACT_TRIES) return this.#contact(scene);
    const { units } = this.#deps.simulation;
    const isWithdrawn = random.next() < units.withdrawn;
    const host = filed.hostUnitCode;
    // What was given back or comes a second time is not begun from nothing.
    const share = filed.attempt > 1 || scene.after === 'ReturnFeedback' ? units.reworkShare : 1;
    const workMs = units.handsOn[level] * MINUTE_MS * share;
    const { workforce } = this.#deps;
    const job = { level, workMs, lateness: random.next() };
    const startAt = isWithdrawn || host === undefined ? at : workforce.begin(host, at, job);
    const dueAt = startAt + long(units.work[level], random) * profile.slowness * share;
    if (isWithdrawn) return { name: 'Withdraw', dueAt: at + (dueAt - at) * random.next() };
    return { name: 'SubmitFeedback', dueAt: byDay(dueAt, level, workforce.hours, random) };
  }

  #review({ level, profile, random, at }: Scene): Next {
    const { review } = this.#deps.simulation;
    const isReturned = random.next() < (profile.isLazy ? review.returnedLazy : review.returned);
    const dueAt = at + long(review.span, random);
    return {
      name: isReturned ? 'ReturnFeedback' : 'PassFeedback',
      dueAt: byDay(dueAt, level, this.#reviewHours, random),
    };
  }

  #callBack({ filed, random, at }: Scene): Next | undefined {
    const { review } = this.#deps.simulation;
    const { callbackHours } = this.#deps.workforce;
    if (!filed.isAnswered) {
      const lateness = random.next();
      const isFirst = filed.callbackTries === 0;
      const dueAt = isFirst ? callbackHours.notBefore(at, lateness) : callbackHours.nextHalfDay(at, lateness);
      return { name: 'TakeSeat', dueAt };
    }
    const policy = this.#deps.city.policyAt(at);
    const mayRework = filed.attempt < policy.mostAttempts;
    const isReworked = mayRework && (policy.closeRequiresSolved || random.next() < review.rework);
    // 不解决不结案: what comes then is for people to decide.
    if (!isReworked && policy.closeRequiresSolved) return undefined;
    const dueAt = byDay(at + long(review.decision, random), 'L3', this.#reviewHours, random);
    return { name: isReworked ? 'Rework' : 'CloseUnsolved', dueAt };
  }
}

/** Urgent cases have somebody on duty everywhere; all others wait for the day. */
function byDay(at: number, level: Level, hours: DayHours, random: SeededRandom): number {
  return isUrgent(level) ? at : hours.notBefore(at, random.next());
}

/** In milliseconds. */
function long({ median, sigma }: Span, random: SeededRandom): number {
  return random.around(median, sigma) * MINUTE_MS;
}
