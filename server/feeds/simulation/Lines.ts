import type { CaseCommandName } from '../../../shared/domain/case/CaseCommand.ts';
import type { City } from '../../../shared/domain/City.ts';
import type { CallbackOutcome, Satisfaction } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { SeededRandom } from '../SeededRandom.ts';
import type { Act } from './Agenda.ts';
import { Lot } from './Lot.ts';
import type { Simulation } from './simulationSchema.ts';
import type { Workforce } from './Workforce.ts';

/** What the made-up people say; long enough for any usual rule on length, and marked as made up. */
const WORDS = {
  zh: {
    answer: '已按知识库内容向诉求人解答。（模拟）',
    dismissed: '该事项不属于受理范围，已向诉求人说明并告知其他途径。（模拟）',
    transferred: '已转相关单位处理，并告知诉求人。（模拟）',
    contact: '已电话联系诉求人，了解情况。（模拟）',
    noContact: '电话无人接听，稍后再联系。（模拟）',
    result: '工作人员已到现场核实并处理，已将办理结果告知诉求人。（模拟）',
    returned: '办理结果未写明处理措施，请补充。（模拟）',
    rework: '回访时诉求人表示问题仍未解决，请再次办理。（模拟）',
    explained: '经核实现阶段暂无条件解决，已向诉求人做好解释。（模拟）',
  },
  en: {
    answer: 'Answered from the knowledge base. (simulated)',
    dismissed: 'Outside the hotline’s remit; explained, and other ways named. (simulated)',
    transferred: 'Handed on, and the requester told so. (simulated)',
    contact: 'The requester was called and asked for details. (simulated)',
    noContact: 'Nobody answered the call; to be tried again. (simulated)',
    result: 'The place was visited and the matter dealt with; the requester was told the result. (simulated)',
    returned: 'The result does not say what was done; please add it. (simulated)',
    rework: 'The requester says that the matter is still not solved; please see to it again. (simulated)',
    explained: 'It cannot be solved for the time being; this was explained. (simulated)',
  },
} as const;

type Says = Readonly<
  Partial<Record<CaseCommandName, (act: Act, random: SeededRandom, at: number) => object>>
>;

/** What each act carries: words, outcomes, grades; the same for a seed, a case and its version. */
export class Lines {
  readonly #seed: number;
  readonly #simulation: Simulation;
  readonly #workforce: Workforce;
  readonly #outcomes: Lot<CallbackOutcome>;
  readonly #gradesSolved: Lot<Satisfaction>;
  readonly #gradesUnsolved: Lot<Satisfaction>;
  readonly #says: Says;

  constructor(seed: number, simulation: Simulation, city: City, workforce: Workforce) {
    this.#seed = seed;
    this.#simulation = simulation;
    this.#workforce = workforce;
    const { outcomes, gradesSolved, gradesUnsolved } = simulation.callbacks;
    this.#outcomes = Lot.ofShares(outcomes);
    this.#gradesSolved = Lot.ofShares(gradesSolved);
    this.#gradesUnsolved = Lot.ofShares(gradesUnsolved);
    const words = WORDS[city.pack.languages[0] ?? 'en'];
    this.#says = {
      AnswerDirectly: () => ({ answer: words.answer, knowledgeId: 'simulated' }),
      Dismiss: () => ({ reason: 'outOfScope', explanation: words.dismissed }),
      TransferOut: () => ({ target: 'otherCity', note: words.transferred }),
      Dispatch: ({ unitCode }) => ({ hostUnitCode: unitCode }),
      RecordContact: (_act, random) =>
        random.next() < simulation.units.contactFails
          ? { reached: false, note: words.noContact }
          : { reached: true, note: words.contact },
      SubmitFeedback: () => ({ result: words.result }),
      ReturnFeedback: () => ({ reason: words.returned }),
      RecordCallback: (act, random) => this.#callback(act, random),
      Rework: () => ({ reason: words.rework }),
      CloseUnsolved: ({ attempt }, _random, at) => ({
        reason: attempt < city.policyAt(at).mostAttempts ? 'unreasonable' : 'attemptLimit',
        explanation: words.explained,
      }),
    };
  }

  /** The payload of a command that is given at `at`. */
  of(name: CaseCommandName, act: Act, at: number): object {
    const random = new SeededRandom(fnv1a(`${this.#seed} ${act.n} ${act.version} says`));
    return this.#says[name]?.(act, random, at) ?? {};
  }

  #callback({ unitCode, attempt }: Act, random: SeededRandom): object {
    const { callbacks } = this.#simulation;
    const outcome = this.#outcomes.draw(random);
    if (outcome !== 'answered') return { outcome };
    const { isLazy, solved: usually } = this.#workforce.profileOf(unitCode);
    const contacted = random.next() < (isLazy ? callbacks.contactedLazy : callbacks.contacted);
    const afterRework = isLazy ? callbacks.solvedAfterReworkLazy : callbacks.solvedAfterRework;
    const solved = random.next() < (attempt > 1 ? afterRework : usually);
    const satisfaction = (solved ? this.#gradesSolved : this.#gradesUnsolved).draw(random);
    return { outcome, contacted, solved, satisfaction };
  }
}
