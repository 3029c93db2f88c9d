import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';

const DAY_MS = 86_400_000;

/** What a log says of one case, read off its events. */
interface Story {
  kind: string;
  level: string;
  acceptedAt: number | undefined;
  finishedAt: number | undefined;
  host: string | undefined;
  isDispatched: boolean;
  answer: { contacted: boolean; solved: boolean; grade: number } | undefined;
}

const GRADES: Readonly<Record<string, number>> = { verySatisfied: 1, satisfied: 1, basic: 0.9 };

/** The figures that cities publish, counted from a log's events alone; general cases are those of the usual level. */
export class CaseFigures {
  readonly #stories = new Map<number, Story>();
  #lastAt = 0;

  constructor(events: readonly CaseEvent[]) {
    for (const event of events) this.#add(event);
  }

  /** By the name that the simulation's file uses. */
  figure(name: string): number {
    const all = [...this.#stories.values()];
    const old = all.filter(
      (story) => story.level === 'L3' && (story.acceptedAt ?? Infinity) < this.#lastAt - 4 * DAY_MS,
    );
    const general = old.filter(({ isDispatched }) => isDispatched);
    const rates = this.rates();
    const figures: Readonly<Record<string, number>> = {
      generalDoneInThreeDays:
        general.filter((story) => (story.finishedAt ?? Infinity) - (story.acceptedAt ?? 0) <= 3 * DAY_MS)
          .length / general.length,
      responseRate: rates.contacted / rates.valid,
      solveRate: rates.solved / rates.valid,
      satisfactionRate: rates.grade / rates.valid,
      dispatched: all.filter(({ isDispatched }) => isDispatched).length / all.length,
      praise: all.filter(({ kind }) => kind === 'praise').length / all.length,
    };
    return figures[name] ?? NaN;
  }

  /** Summed over the valid callbacks of all units, or of those that are meant; the last answer of a case counts. */
  rates(isMeant: (unitCode: string) => boolean = () => true) {
    const sums = { valid: 0, contacted: 0, solved: 0, grade: 0 };
    for (const { kind, host, answer } of this.#stories.values()) {
      if (!['help', 'complaint', 'report'].includes(kind) || answer === undefined || !isMeant(host ?? ''))
        continue;
      sums.valid++;
      sums.contacted += Number(answer.contacted);
      sums.solved += Number(answer.solved);
      sums.grade += answer.grade;
    }
    return sums;
  }

  get hosts(): readonly string[] {
    return [...new Set([...this.#stories.values()].flatMap(({ host }) => host ?? []))];
  }

  #add(event: CaseEvent): void {
    this.#lastAt = event.at;
    if (event.type === 'CaseRegistered') this.#register(event.caseId, event.data.kind);
    const story = this.#stories.get(event.caseId);
    if (story === undefined) throw new Error(`${event.type} of a case that was never registered`);
    if (event.type === 'CaseAccepted') {
      story.acceptedAt = event.at;
      story.level = event.data.level;
    } else if (event.type === 'CaseDispatched') {
      story.isDispatched = true;
      story.host = event.data.hostUnitCode;
    } else if (event.type === 'CaseFeedbackSubmitted') story.finishedAt ??= event.at;
    else if (event.type === 'CaseCallbackRecorded') {
      const { contacted, solved, satisfaction } = event.data;
      if (contacted !== undefined && solved !== undefined)
        story.answer = { contacted, solved, grade: GRADES[satisfaction ?? ''] ?? 0 };
    }
  }

  #register(caseId: number, kind: string): void {
    const open = { acceptedAt: undefined, finishedAt: undefined, host: undefined, answer: undefined };
    this.#stories.set(caseId, { ...open, kind, level: 'unknown', isDispatched: false });
  }
}
