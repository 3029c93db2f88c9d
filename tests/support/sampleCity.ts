import { City } from '../../shared/domain/City.ts';
import { cityPackSchema } from '../../shared/domain/cityPack.ts';
import type { CityPack } from '../../shared/domain/cityPack.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';
import type { WorkCalendar } from '../../shared/domain/WorkCalendar.ts';

/** 2026-11-21 10:00 in the sample city. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 21, 2, 0, 0);

export const SAMPLE_BUDGETS = {
  dispatch: { L1: 60, L2: 120, L3: 1440, L4: 1440 },
  sign: { L1: 10, L2: 30, L3: 240, L4: 240 },
  contact: { L1: 30, L2: 120, L3: 1440, L4: 1440 },
  handle: { L1: 120, L2: 1440, L3: 10_080, L4: 21_600 },
  citizen: { L1: 1440, L2: 4320, L3: 21_600, L4: 43_200 },
  callback: { L1: 1440, L2: 2880, L3: 4320, L4: 4320 },
  rework: { L1: 60, L2: 1440, L3: 5040, L4: 10_800 },
};

/**
 * A small city with one of everything that a rule can turn on: units of the past and of the future, a rule
 * for one area and one for all, a policy that changes on 2027-01-01 to need callbacks.
 */
export function samplePack(changes: Partial<CityPack> = {}): CityPack {
  return { ...cityPackSchema.parse(PACK), ...changes };
}

export function sampleCity(changes: Partial<CityPack> = {}, work?: WorkCalendar): City {
  return new City(samplePack(changes), work);
}

/** The same limit for every level. */
export function limits(limit: Limit): Policy['budgets']['handle'] {
  return { L1: limit, L2: limit, L3: limit, L4: limit };
}

/** The sample city under one policy at all times: the later one, which needs callbacks, with what a test changes. */
export function callbackCity(changes: Partial<Policy> = {}, work?: WorkCalendar): City {
  const policies = samplePack().policies.filter(({ callback }) => callback === 'required');
  return sampleCity(
    {
      policies: policies.map((policy) => ({
        ...policy,
        from: '2020-01-01',
        feedbackMinChars: 5,
        ...changes,
      })),
    },
    work,
  );
}

const PACK = {
  id: 'sample',
  names: { zh: '样例市', en: 'Sample City' },
  source: 'made up for tests',
  timeZone: 'Asia/Shanghai',
  caseNoPrefix: 'SC',
  languages: ['zh', 'en'],
  bounds: [116, 39, 117, 41],
  policies: [
    {
      id: 'first',
      from: '2020-01-01',
      callback: 'none',
      defaultLevel: 'L3',
      budgets: SAMPLE_BUDGETS,
      feedbackMinChars: 5,
      archiveAfterDays: 0,
    },
    {
      id: 'second',
      from: '2027-01-01',
      callback: 'required',
      defaultLevel: 'L2',
      budgets: SAMPLE_BUDGETS,
      feedbackMinChars: 20,
    },
  ],
  units: [
    { code: 'ROADS', names: { zh: '道路局', en: 'Roads' }, kind: 'department' },
    { code: 'WATER', names: { zh: '水务局', en: 'Water' }, kind: 'department' },
    { code: 'OLD', names: { zh: '旧局', en: 'Old' }, kind: 'department', activeTo: '2026-11-21' },
    { code: 'NEW', names: { zh: '新局', en: 'New' }, kind: 'department', activeFrom: '2026-11-22' },
  ],
  areas: [
    { code: 'NORTH', names: { zh: '北区', en: 'North' } },
    { code: 'SOUTH', names: { zh: '南区', en: 'South' } },
  ],
  categories: [
    { code: '010100', names: { zh: '路面', en: 'Road surface' } },
    { code: '020200', names: { zh: '供水', en: 'Water supply' } },
    { code: '030300', names: { zh: '其他', en: 'Other' } },
  ],
  dispatchRules: [
    { categoryCode: '020200', unitCode: 'WATER', from: '2020-01-01' },
    { categoryCode: '020200', areaCode: 'SOUTH', unitCode: 'ROADS', from: '2020-01-01' },
    { categoryCode: '010100', unitCode: 'OLD', from: '2020-01-01' },
  ],
  sources: ['test', 'hotline', 'fuzz', 'office', 'bench', 'simulate'],
  scoredKinds: ['help', 'complaint', 'report'],
};
