import type { CaseStateName, Kind, Level } from '../../shared/domain/vocabulary.ts';

/** Every word of the wall in one language; terms as in `docs/glossary.md`. `{n}` and the like are filled in. */
export interface Catalogue {
  readonly wallTitle: string;
  readonly otherLanguage: string;
  readonly kpi: {
    readonly received: string;
    readonly receivedToday: string;
    readonly total: string;
    readonly open: string;
    readonly waiting: string;
    readonly overdue: string;
    readonly closed: string;
    readonly closedToday: string;
    readonly gaps: string;
    readonly noPoint: string;
    readonly outsideCity: string;
    readonly unknownArea: string;
    readonly unknownCategory: string;
    readonly unknownUnit: string;
    readonly attention: string;
    readonly none: string;
  };
  readonly units: {
    readonly title: string;
    readonly order: string;
    readonly more: string;
    readonly name: string;
    readonly received: string;
    readonly unsigned: string;
    readonly open: string;
    readonly overdue: string;
    readonly closed: string;
    readonly empty: string;
  };
  readonly areas: { readonly title: string; readonly name: string };
  readonly intake: { readonly title: string; readonly newest: string; readonly empty: string };
  readonly trend: {
    readonly title: string;
    readonly bucket: string;
    readonly received: string;
    readonly closed: string;
    readonly loading: string;
  };
  readonly map: {
    readonly title: string;
    readonly legend: string;
    /** What the two numbers of a label are. */
    readonly figures: string;
    readonly schematic: string;
    readonly noShape: string;
    readonly noWebGl: string;
    readonly contextLost: string;
    readonly loading: string;
  };
  readonly link: {
    readonly live: string;
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
    readonly silent: string;
    readonly catchingUp: string;
  };
  readonly mode: { readonly replay: string; readonly simulate: string };
  readonly feed: { readonly done: string; readonly dead: string };
  readonly refusal: {
    readonly unauthenticated: string;
    readonly contractVersion: string;
    readonly other: string;
  };
  /** In the place of a panel that failed. */
  readonly broken: string;
  readonly unknown: string;
  readonly withheld: string;
  readonly noUnit: string;
  readonly states: Readonly<Record<CaseStateName, string>>;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly levels: Readonly<Record<Level, string>>;
  readonly channels: Readonly<Record<string, string>>;
}
