import type { PeriodState } from '../../shared/domain/rating/Period.ts';
import type { CaseStateName, ClockColour, ClockKind, Level } from '../../shared/domain/vocabulary.ts';

/** Every word of the wall in one language; terms as in `docs/glossary.md`. `{n}` and the like are filled in. */
export interface Catalogue {
  readonly wallTitle: string;
  readonly otherLanguage: string;
  readonly kpi: {
    readonly receivedToday: string;
    /** Against the same time of another day: `{change}` is a signed share. */
    readonly yesterday: string;
    readonly lastWeek: string;
    readonly open: string;
    readonly waiting: string;
    readonly savableContact: string;
    readonly savable: string;
    readonly near: string;
    readonly nearShare: string;
    readonly overdue: string;
    readonly none: string;
    /** Before what came in the last minute. */
    readonly lastMinute: string;
  };
  readonly foot: {
    readonly received: string;
    readonly closed: string;
    readonly closedToday: string;
    readonly channels: string;
    readonly gaps: string;
    readonly noPoint: string;
    readonly outsideCity: string;
    readonly unknownArea: string;
    readonly unknownCategory: string;
    readonly unknownUnit: string;
    readonly moreGaps: string;
    readonly dead: string;
  };
  readonly savable: {
    readonly title: string;
    readonly horizon: string;
    readonly empty: string;
  };
  readonly overdue: {
    readonly title: string;
    readonly units: string;
    readonly empty: string;
  };
  /** The clocks by their kind, and the colours' words. */
  readonly clocks: Readonly<Record<ClockKind, string>>;
  readonly colours: Readonly<Record<ClockColour, string>>;
  /** Units of time spans, `{n}` each. */
  readonly span: { readonly days: string; readonly hours: string; readonly minutes: string };
  readonly rates: {
    readonly title: string;
    readonly tierTitle: string;
    readonly responseRate: string;
    readonly solveRate: string;
    readonly satisfactionRate: string;
    readonly score: string;
    readonly valid: string;
    readonly noValid: string;
    readonly noGrade: string;
    readonly fewValid: string;
    readonly inactive: string;
    readonly period: string;
    readonly periodStates: Readonly<Record<PeriodState, string>>;
    readonly interval: string;
    readonly minSample: string;
    readonly unranked: string;
    readonly strip: string;
    readonly empty: string;
  };
  readonly units: {
    readonly title: string;
    readonly order: string;
    readonly more: string;
    readonly name: string;
    readonly received: string;
    readonly open: string;
    readonly overdue: string;
    readonly closed: string;
    readonly empty: string;
  };
  readonly categories: {
    readonly title: string;
    readonly versus: string;
    readonly empty: string;
  };
  /** `titleNotLive`: over numbers that are replayed, simulated or being filled in. */
  readonly intake: { readonly title: string; readonly titleNotLive: string; readonly empty: string };
  readonly trend: {
    readonly title: string;
    readonly bucket: string;
    readonly sameWeekday: string;
    readonly pastDays: string;
    readonly noBand: string;
    readonly running: string;
    readonly received: string;
    readonly closed: string;
    readonly peak: string;
    readonly loading: string;
    readonly empty: string;
  };
  readonly map: {
    readonly title: string;
    /** The two scales: by how many cases are open, and by which share of them is overdue. */
    readonly load: string;
    readonly late: string;
    /** The least late: one case is. */
    readonly lateAny: string;
    readonly newCase: string;
    /** What the two numbers of a label are. */
    readonly figures: string;
    readonly enlarged: string;
    readonly page: string;
    readonly noShape: string;
    /** Places beside the map that are not named one by one. */
    readonly moreBesides: string;
    /** Whose marks the map bears: those of the first `{n}` savable cases. */
    readonly soonest: string;
    readonly noWebGl: string;
    readonly contextLost: string;
    readonly noMap: string;
    readonly loading: string;
  };
  readonly link: {
    /** What is shown while beats arrive, by where the numbers come from. */
    readonly live: string;
    readonly replay: string;
    readonly simulate: string;
    readonly backfilling: string;
    readonly amber: string;
    readonly connecting: string;
    readonly stale: string;
    readonly estimated: string;
    readonly asOf: string;
    readonly delay: string;
    readonly seconds: string;
    readonly seq: string;
    readonly screen: string;
    readonly epoch: string;
    readonly definition: string;
    readonly sample: string;
    readonly silent: string;
    readonly catchingUp: string;
  };
  readonly mode: { readonly replay: string; readonly simulate: string };
  readonly feed: { readonly backfilling: string; readonly incomplete: string };
  readonly refusal: {
    readonly unauthenticated: string;
    readonly contractVersion: string;
    readonly other: string;
  };
  /** In the place of a panel that failed. */
  readonly broken: string;
  readonly unknown: string;
  readonly withheld: string;
  /** Who must act where no unit must. */
  readonly centre: string;
  readonly states: Readonly<Record<CaseStateName, string>>;
  readonly levels: Readonly<Record<Level, string>>;
}
