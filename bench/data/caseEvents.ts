import type { NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';

const AREAS = ['MANHATTAN', 'BRONX', 'QUEENS', 'BROOKLYN', 'STATEN-ISLAND'];
const UNITS = ['NYPD', 'HPD', 'DSNY', 'DEP', 'DOT', 'DPR'];
/** Several a day, as in a city: a table of categories by day is full after the months that it shows. */
const CATEGORIES = ['010101', '010102', '010103', '010104', '010201', '010202'];

/** What an intake records whose unit is known: registered, accepted, sent. */
export function intakeEvents(n: number, keySlot: number, at: number): readonly NewCaseEvent[] {
  return [
    {
      type: 'CaseRegistered',
      data: {
        filedBy: 'intake',
        source: 'bench',
        channel: 'phone',
        kind: 'complaint',
        level: 'unknown',
        categoryCode: CATEGORIES[n % CATEGORIES.length] ?? '',
        areaCode: AREAS[n % AREAS.length] ?? '',
        confidential: false,
        marks: [],
        keySlot,
        reportedAt: at - 60_000,
        textPart: 1,
      },
    },
    {
      type: 'CaseAccepted',
      data: { level: 'L3', policyId: 'nyc-natural-time', clocks: [{ kind: 'dispatch', minutes: 1_440 }] },
    },
    {
      type: 'CaseDispatched',
      data: {
        hostUnitCode: UNITS[n % UNITS.length] ?? '',
        coUnitCodes: [],
        policyId: 'nyc-natural-time',
        clocks: [
          { kind: 'sign', minutes: 240 },
          { kind: 'contact', minutes: 1_440 },
          { kind: 'handle', minutes: 10_080 },
        ],
      },
    },
  ];
}

/** The rest of a handled case's life: seven events. */
export function closingEvents(): readonly NewCaseEvent[] {
  return [
    { type: 'CaseSigned', data: {} },
    { type: 'CaseContactRecorded', data: { reached: false } },
    { type: 'CaseContactRecorded', data: { reached: false } },
    { type: 'CaseContactRecorded', data: { reached: true } },
    { type: 'CaseFeedbackSubmitted', data: {} },
    { type: 'CaseFeedbackPassed', data: { clocks: [] } },
    { type: 'CaseClosed', data: { reason: 'handled' } },
  ];
}
