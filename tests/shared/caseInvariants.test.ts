import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { isEnded } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import { dueAt, isOpen } from '../../shared/domain/clock/Clock.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { intakeRow } from '../../shared/tables/intakeRow.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { CANARY, histories, live, steps } from '../support/caseHistories.ts';
import type { History } from '../support/caseHistories.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';

const fold = (events: readonly CaseEvent[]) =>
  events.reduce<CaseState | undefined>((state, event) => evolve(state, event), undefined);

/** Everything about a case that leaves the side store, as one text. */
const told = ({ events, standing, city }: CaseScenario) =>
  JSON.stringify([events, standing, contribute(standing, city), intakeRow(standing, city)]);

describe('whatever happens to a case', () => {
  it('[CASE50] its state is the fold of its events, whole or in parts', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { events, state } = live(history, () => {});
        expect(fold(events)).toEqual(state);
        const revived = structuredClone(fold(events.slice(0, 3)));
        expect(events.slice(3).reduce<CaseState | undefined>(evolve, revived)).toEqual(state);
      }),
    );
  });

  it('[CASE51] an ended case has an end and no open clock, a closed one a reason, an open one neither', () => {
    fc.assert(
      fc.property(histories, (history) => {
        live(history, ({ standing, events }) => {
          const ended = isEnded(standing);
          expect(standing.closedAt !== undefined).toBe(ended);
          const wasClosed = events.some(({ type }) => type === 'CaseClosed' || type === 'CasePraiseRecorded');
          expect(standing.closeReason !== undefined).toBe(wasClosed);
          if (standing.state === 'closed') expect(wasClosed).toBe(true);
          if (ended) expect(standing.clocks.filter(isOpen)).toEqual([]);
        });
      }),
    );
  });

  it('[CASE52] one clock of the work is open exactly while a unit has the case, of the first round handle, later rework', () => {
    fc.assert(
      fc.property(histories, (history) => {
        live(history, ({ standing: { state, clocks, attempt } }) => {
          const open = clocks.filter((clock) => ['handle', 'rework'].includes(clock.kind) && isOpen(clock));
          const hasCase = ['dispatched', 'signed', 'handling', 'feedback'].includes(state);
          expect(open.map(({ kind }) => kind)).toEqual(hasCase ? [attempt === 1 ? 'handle' : 'rework'] : []);
          if (open.some((clock) => clock.state === 'running')) expect(state).not.toBe('feedback');
          if (open.some((clock) => clock.state === 'paused')) expect(state).toBe('feedback');
        });
      }),
    );
  });

  it('[CASE53] each clock of each round is breached at most once, strictly after it was due', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { events } = live(history, () => {});
        let round = 1;
        const breached: string[] = [];
        for (const event of events) {
          if (event.type === 'CaseReworked') round++;
          if (event.type !== 'CaseClockBreached') continue;
          const { clock, breachedAt } = event.data;
          // A round has as many reviews as it has feedbacks.
          breached.push(`${clock} ${clock === 'citizen' ? 0 : clock === 'review' ? breachedAt : round}`);
          expect(event.data.detectedAt).toBeGreaterThan(event.data.breachedAt);
        }
        expect(new Set(breached).size).toBe(breached.length);
      }),
    );
  });

  it('[CASE38] holding breaches for a while changes nothing but when they are told', () => {
    /** Every clock as it ended, and every verdict as often as it was told, after all that was put off has come. */
    const judged = (history: History, isHeld: (move: number) => boolean) => {
      let move = 0;
      const scenario = live(history, (now) => {
        now.holdBreaches = isHeld(++move);
      });
      scenario.holdBreaches = false;
      scenario.fire();
      const verdicts = scenario.events.flatMap((event) =>
        event.type === 'CaseClockBreached' ? [`${event.data.clock} ${event.data.breachedAt}`] : [],
      );
      return { clocks: scenario.standing.clocks, verdicts: verdicts.sort() };
    };
    fc.assert(
      fc.property(histories, fc.nat(26), fc.nat(26), (history, from, length) => {
        const free = judged(history, () => false);
        // A feedback that nobody reviews passes by itself once the hold is over, and what comes then is another story.
        fc.pre(!free.verdicts.some((verdict) => verdict.startsWith('review')));
        expect(judged(history, (move) => move > from && move <= from + length)).toEqual(free);
      }),
      { numRuns: 300 },
    );
  });

  it('[CASE58] the citizen’s clock starts once, with the acceptance, and nothing a unit does moves it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const started = new Set<string>();
        live(history, ({ standing: { clocks, acceptedAt } }) => {
          const citizen = clocks.filter(({ kind }) => kind === 'citizen');
          expect(citizen.map(({ startAt }) => startAt)).toEqual(acceptedAt === undefined ? [] : [acceptedAt]);
          for (const clock of citizen) started.add(`${clock.startAt} ${dueAt(clock)}`);
        });
        expect(started.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('[CASE59] one unit has the case and is none of those that help, and no round is worked more often than allowed', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { standing, city, now } = live(history, () => {});
        expect(standing.coUnitCodes).not.toContain(standing.hostUnitCode);
        expect(standing.attempt).toBeLessThanOrEqual(city.policyAt(now).mostAttempts);
      }),
    );
  });

  it('[CASE5] whoever may not leaves no event, and every event’s actor may', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { events } = live(history, () => {});
        for (const { actor } of events) expect(['integration', 'system']).toContain(actor.role);
      }),
    );
  });

  it('[CASE2] a refused command leaves the case as it was, whatever its past', () => {
    fc.assert(
      fc.property(histories, steps, (history, step) => {
        const scenario = live(history, () => {});
        const { length } = scenario.events;
        const before = scenario.standing;
        const answer = scenario.when(step);
        if (answer.ok) return;
        expect(scenario.events).toHaveLength(length);
        expect(scenario.standing).toBe(before);
      }),
    );
  });

  it('[CASE54] no event, state, row or refusal holds a typed text, a name, a phone, a place or an outside id', () => {
    fc.assert(
      fc.property(histories, steps, (history, last) => {
        const scenario = live(history, (now) => expect(told(now)).not.toMatch(/canary|116\.12345|40\.98765/));
        expect(JSON.stringify(scenario.texts)).toContain(CANARY);
        const answer = scenario.when(last);
        if (!answer.ok) expect(JSON.stringify(answer.refusal)).not.toContain('canary');
      }),
    );
  });

  it('[CASE55] each event follows the case’s previous one, and texts are counted without a gap', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { events, texts, standing } = live(history, () => {});
        expect(events.map(({ prev }) => prev)).toEqual([0, ...events.map(({ seq }) => seq).slice(0, -1)]);
        const parts = events.flatMap(({ data }) => ('textPart' in data ? [data.textPart] : []));
        expect(parts).toEqual(parts.map((_, index) => index + 1));
        expect(texts).toHaveLength(parts.length);
        expect(standing.texts).toBe(standing.erasedAt === undefined ? parts.length : 0);
      }),
    );
  });
});

describe('a log that cannot be', () => {
  const { events } = new CaseScenario().registered().given(...PATHS.signed);

  it('[CASE56] an event out of turn, without its case or of another case breaks the fold', () => {
    const [first, second, third] = events;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three events were made');
    expect(() => fold([first, third])).toThrow(InvariantError);
    expect(() => fold([second])).toThrow(InvariantError);
    expect(() => fold([first, { ...second, caseId: first.caseId + 1 }])).toThrow(InvariantError);
  });

  it('[CASE57] evolving changes nothing in the state it was given', () => {
    const before = new CaseScenario().registered().given(STEPS.AcceptCase);
    const frozen = before.standing;
    const copy = structuredClone(frozen);
    before.given(STEPS.Dispatch);
    expect(frozen).toEqual(copy);
  });
});
