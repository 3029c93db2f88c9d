import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulation } from '../../../server/feeds/simulation/loadSimulation.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { CaseFigures } from '../../support/caseFigures.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { suiteDir } from '../../support/suiteDir.ts';
import { caseEventsOf } from '../../support/caseEventsOf.ts';

const NOON = Date.UTC(2026, 10, 24, 4);
const HOUR_MS = 3_600_000;
const { published } = loadSimulation();

/** Nine days of two districts, made up through a real lane. */
const city = twoDistricts();
const streets = city.pack.units.filter(({ kind }) => kind === 'street').map(({ code }) => code);
let events: readonly CaseEvent[] = [];
let figures = new CaseFigures([]);
let warnings: readonly string[] = [];

beforeAll(async () => {
  const usual = fewerCases(700, 9);
  const simulation = { ...usual, units: { ...usual.units, lazyStreets: 0.1 } };
  const { store, life } = simulatedHub(city, simulation, suiteDir(), NOON);
  const { feed, log, hub } = await life();
  await feed.caughtUp;
  await feed.stop();
  await hub.close();
  warnings = log.lines;
  events = await caseEventsOf(store);
  figures = new CaseFigures(events);
}, 300_000);

describe('the simulated days beside the published ones', () => {
  it.each(published)('[SIM1] $figure: $says', ({ figure, atLeast, atMost }) => {
    expect(figures.figure(figure)).toBeGreaterThanOrEqual(atLeast);
    expect(figures.figure(figure)).toBeLessThanOrEqual(atMost);
  });

  it('[SIM2] a few streets are far below, the others are not', () => {
    const solve = streets.map((code) => {
      const { valid, solved } = figures.rates((host) => host === code);
      return { valid, rate: solved / valid };
    });
    const rated = solve.filter(({ valid }) => valid >= 8).sort((a, b) => a.rate - b.rate);
    const lowest = rated.slice(0, 3);
    expect(rated.length).toBeGreaterThan(streets.length / 2);
    expect(Math.max(...lowest.map(({ rate }) => rate))).toBeLessThan(0.9);
    expect(lowest.reduce((sum, { rate }) => sum + rate, 0) / 3).toBeLessThan(0.85);
    const others = rated.slice(3);
    expect(others.reduce((sum, { rate }) => sum + rate, 0) / others.length).toBeGreaterThan(0.94);
  });

  it('[SIM3] the hub refuses nothing of it, and every way of a case occurs', () => {
    expect(warnings).toEqual([]);
    const types = new Map<string, number>();
    for (const { type } of events) types.set(type, (types.get(type) ?? 0) + 1);
    for (const type of [
      ...([
        'CaseAnswered',
        'CaseDismissed',
        'CaseTransferred',
        'CasePraiseRecorded',
        'CaseWithdrawn',
      ] as const),
      ...(['CaseFeedbackReturned', 'CaseReworked', 'CaseCallbackRecorded', 'CaseClockBreached'] as const),
    ])
      expect(types.get(type) ?? 0, type).toBeGreaterThan(0);
    const reasons = new Set(
      events.flatMap((event) => (event.type === 'CaseClosed' ? [event.data.reason] : [])),
    );
    expect([...reasons].sort()).toEqual(['direct', 'explained', 'solved', 'unreachable']);
  });

  it('[SIM11] who only asks is in no danger, bills never are, and most gas leaks are', () => {
    const levels = new Map<string, Map<string, number>>();
    const kinds = new Map<number, string>();
    const categories = new Map<number, string>();
    for (const event of events) {
      if (event.type === 'CaseRegistered') {
        kinds.set(event.caseId, event.data.kind);
        categories.set(event.caseId, event.data.categoryCode);
      }
      if (event.type !== 'CaseAccepted') continue;
      const { level } = event.data;
      const names = [kinds.get(event.caseId) ?? '', categories.get(event.caseId) ?? ''];
      if (names[0] === 'consult') expect(['L3', 'L4']).toContain(level);
      else names.push(`pressing ${names[1]}`);
      for (const name of names)
        levels.set(name, (levels.get(name) ?? new Map()).set(level, (levels.get(name)?.get(level) ?? 0) + 1));
    }
    const share = (name: string, level: string) => {
      const counts = levels.get(name) ?? new Map<string, number>();
      return (counts.get(level) ?? 0) / [...counts.values()].reduce((sum, one) => sum + one, 0);
    };
    expect(share('040103', 'L3')).toBeGreaterThan(0.9);
    expect(share('020105', 'L3')).toBeGreaterThan(0.9);
    expect(share('pressing 040102', 'L1')).toBeGreaterThan(0.6);
    expect(share('complaint', 'L1')).toBeLessThan(0.08);
  });

  it('[SIM12] nobody works at night on what can wait, and what is urgent is not left until the morning', () => {
    const hours: Record<string, number[]> = { L1: [], L2: [], L3: [] };
    const levels = new Map<number, string>();
    for (const event of events) {
      if (event.type === 'CaseAccepted') levels.set(event.caseId, event.data.level);
      if (event.type !== 'CaseFeedbackSubmitted') continue;
      const hour = (event.at - city.calendar.dayOf(event.at).startAt) / HOUR_MS;
      hours[levels.get(event.caseId) ?? '']?.push(hour);
    }
    const isNight = (hour: number) => hour < 8.5 || hour > 20.1;
    expect(hours['L3']?.filter(isNight)).toEqual([]);
    const urgent = [...(hours['L1'] ?? []), ...(hours['L2'] ?? [])];
    expect(urgent.filter(isNight).length).toBeGreaterThan(urgent.length / 8);
  });

  it('[SIM12] mornings begin over some time: no more than a few acts fall on one instant between the stretches', () => {
    const instants = new Map<number, number>();
    for (const { type, at } of events)
      if (type === 'CaseCallbackRecorded') instants.set(at, (instants.get(at) ?? 0) + 1);
    const opening = (at: number) => (at - city.calendar.dayOf(at).startAt) / 60_000 - 520;
    const atOnce = [...instants]
      .filter(([at]) => opening(at) >= 0 && opening(at) < 1)
      .map(([, many]) => many);
    expect(Math.max(0, ...atOnce)).toBeLessThanOrEqual(2);
  });

  it('[SIM4] a day has two peaks and a quiet night', () => {
    const hours = new Array<number>(24).fill(0);
    for (const { type, at } of events) {
      if (type !== 'CaseRegistered') continue;
      const hour = Math.floor((at - city.calendar.dayOf(at).startAt) / HOUR_MS);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    const between = (from: number, to: number) => hours.slice(from, to).reduce((sum, one) => sum + one, 0);
    const noon = between(12, 13);
    expect(between(9, 11)).toBeGreaterThan(noon * 2 * 1.3);
    expect(between(14, 16)).toBeGreaterThan(noon * 2 * 1.3);
    expect(between(0, 6) / 6).toBeLessThan(noon / 4);
  });

  it('[SIM5] nobody is called back but between 08:30 and 20:30, and not a third time in one half-day', () => {
    const tries = new Map<number, string[]>();
    for (const { type, at, caseId } of events) {
      if (type !== 'CaseCallbackRecorded') continue;
      const { date, startAt } = city.calendar.dayOf(at);
      const hour = (at - startAt) / HOUR_MS;
      expect(hour).toBeGreaterThanOrEqual(8.5);
      expect(hour).toBeLessThanOrEqual(20.5);
      tries.set(caseId, [...(tries.get(caseId) ?? []), `${date} ${hour < 12}`]);
    }
    expect(tries.size).toBeGreaterThan(500);
    const often = [...tries.values()].filter((halfDays) => halfDays.length > 2);
    expect(often.length).toBeGreaterThan(0);
    for (const halfDays of often) expect(new Set(halfDays).size).toBeGreaterThan(1);
  });

  it('[BKF4] the log of a made-up past never runs back, and no breach is recorded eight minutes after its turn', () => {
    let last = 0;
    for (const event of events) {
      expect(event.at).toBeGreaterThanOrEqual(last);
      last = event.at;
      if (event.type === 'CaseClockBreached')
        expect(event.data.detectedAt - event.data.breachedAt).toBeLessThanOrEqual(480_000);
    }
  });
});
