import { describe, expect, it } from 'vitest';
import { City } from '../../shared/domain/City.ts';
import { cityPackSchema } from '../../shared/domain/cityPack.ts';
import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { SAMPLE_NOW, sampleCity, samplePack } from '../support/sampleCity.ts';

const DAY = 86_400_000;
// The first and the last instant of 2026 in the sample city, eight hours ahead of UTC.
const NEW_YEAR = Date.UTC(2026, 11, 31, 16);

describe('what is in force when', () => {
  it('[CASE60] a policy holds from local midnight of its first day, the later one goes before', () => {
    const city = sampleCity();
    expect(city.policyAt(NEW_YEAR - 1).id).toBe('first');
    expect(city.policyAt(NEW_YEAR).id).toBe('second');
    expect(city.policyAt(NEW_YEAR - 1).id).toBe('first');
  });

  it('[CASE60] a policy no longer holds on its last date, and a day without any is a fault of the pack', () => {
    const [first] = samplePack().policies;
    if (first === undefined) throw new Error('the sample pack has policies');
    const city = sampleCity({ policies: [{ ...first, to: '2026-12-31' }] });
    expect(city.policyAt(NEW_YEAR - DAY - 1).id).toBe('first');
    expect(() => city.policyAt(NEW_YEAR - DAY)).toThrow(InvariantError);
  });

  it('[CASE61] a unit is active from its first local day to the one before its last', () => {
    const city = sampleCity();
    const midnight = Date.UTC(2026, 10, 20, 16);
    expect(city.isActiveUnit('OLD', midnight - 1)).toBe(true);
    expect(city.isActiveUnit('OLD', midnight)).toBe(false);
    expect(city.isActiveUnit('NEW', midnight + DAY - 1)).toBe(false);
    expect(city.isActiveUnit('NEW', midnight + DAY)).toBe(true);
    expect(city.isActiveUnit('NOWHERE', midnight)).toBe(false);
  });

  it('[CASE62] a rule out of its dates names nobody', () => {
    const rule = { categoryCode: '030300', unitCode: 'ROADS', from: '2026-11-22', to: '2026-11-23' };
    const city = sampleCity({ dispatchRules: [rule] });
    const named = [0, 1, 2].map((days) => city.responsibleUnit('030300', 'NORTH', SAMPLE_NOW + days * DAY));
    expect(named).toEqual([undefined, 'ROADS', undefined]);
  });
});

describe('whose a case is where no rule says so', () => {
  const street = { code: 'NORTH', names: { zh: '北街', en: 'North street' }, kind: 'street' } as const;
  const pack = samplePack();
  const units = [...pack.units, { ...street, activeFrom: '2026-11-22' }, { ...street, code: 'WHOLE' }];
  const areas = [
    { code: 'WHOLE', names: { zh: '全区', en: 'Whole' }, aliases: [] },
    ...pack.areas.map((area) => ({ ...area, parentCode: 'WHOLE' })),
  ];

  it('[PCK10] it is the street’s where areas are units, before the street existed its district’s, else nobody’s', () => {
    const city = sampleCity({ units, areas, areaIsUnit: true });
    const at = (areaCode: string, days: number) =>
      city.responsibleUnit('030300', areaCode, SAMPLE_NOW + days * DAY);
    expect([at('NORTH', 1), at('NORTH', 0), at('SOUTH', 0)]).toEqual(['NORTH', 'WHOLE', 'WHOLE']);
    expect([at('WHOLE', 0), at('unknown', 0)]).toEqual(['WHOLE', undefined]);
    expect(city.responsibleUnit('020200', 'NORTH', SAMPLE_NOW + DAY)).toBe('WATER');
    expect(sampleCity({ units, areas }).responsibleUnit('030300', 'NORTH', SAMPLE_NOW)).toBeUndefined();
  });

  it('[PCK12] a rule for an area holds for all that lies in it, and a rule for a smaller one goes before', () => {
    const wide = [
      { code: 'CITY', names: { zh: '全市', en: 'City' }, aliases: [] },
      ...areas.map((area) => (area.code === 'WHOLE' ? { ...area, parentCode: 'CITY' } : area)),
    ];
    const rule = (unitCode: string, areaCode?: string, from = '2020-01-01') => ({
      ...{ categoryCode: '030300', unitCode, from },
      ...(areaCode === undefined ? {} : { areaCode }),
    });
    const whose = (areaCode: string, ...dispatchRules: ReturnType<typeof rule>[]) =>
      sampleCity({ areas: wide, dispatchRules }).responsibleUnit('030300', areaCode, SAMPLE_NOW);
    const [all, whole, north] = [rule('WATER'), rule('ROADS', 'WHOLE'), rule('WATER', 'NORTH')];
    expect(['NORTH', 'SOUTH', 'WHOLE'].map((area) => whose(area, all, whole))).toEqual(
      Array(3).fill('ROADS'),
    );
    expect(['CITY', 'unknown'].map((area) => whose(area, all, whole))).toEqual(['WATER', 'WATER']);
    expect(['NORTH', 'SOUTH'].map((area) => whose(area, whole, north))).toEqual(['WATER', 'ROADS']);
    expect(whose('NORTH', rule('ROADS', 'CITY'))).toBe('ROADS');
    // One that does not hold yet is not in the way of one that does.
    expect(whose('NORTH', whole, rule('WATER', 'NORTH', '2030-01-01'))).toBe('ROADS');
  });

  it('[PCK9] a definition of the rates holds from local midnight of its first day to that of its last', () => {
    const rates = {
      ...{ id: 'rates', names: { zh: '三率', en: 'Rates' }, from: '2027-01-01', to: '2027-01-02' },
      ...{ weights: { response: 0.3, solve: 0.35, satisfaction: 0.35 }, basicFactor: 1 },
    };
    const city = sampleCity({ profiles: [metricProfileSchema.parse(rates)] });
    const named = [NEW_YEAR - 1, NEW_YEAR, NEW_YEAR + DAY - 1, NEW_YEAR + DAY].map(
      (at) => city.profileAt(at)?.id,
    );
    expect(named).toEqual([undefined, 'rates', 'rates', undefined]);
  });
});

describe('a pack', () => {
  it.each([
    ['a level without a budget', { policies: [{ ...samplePack().policies[0], budgets: {} }] }],
    ['a category that is not six digits', { categories: [{ code: '1', names: { zh: '一', en: 'one' } }] }],
    ['a field that nobody knows', { colour: 'red' }],
    ['no policy at all', { policies: [] }],
    ['no unit', { units: [] }],
    ['no area', { areas: [] }],
    ['no category', { categories: [] }],
    ['no language', { languages: [] }],
    ['a name without Chinese', { names: { zh: '', en: 'Sample' } }],
    ['a prefix of five letters', { caseNoPrefix: 'ABCDE' }],
    ['a budget of no time', { policies: [{ ...samplePack().policies[0], budgets: { sign: { L1: 0 } } }] }],
  ])('[CASE63] with %s is not taken', (_, wrong) => {
    expect(cityPackSchema.safeParse({ ...samplePack(), ...wrong }).success).toBe(false);
    expect(cityPackSchema.safeParse(samplePack()).success).toBe(true);
  });

  it('[CASE63] with one of everything is taken', () => {
    const { policies, units, areas, categories } = samplePack();
    const smallest = {
      ...samplePack(),
      policies: policies.slice(0, 1).map((policy) => ({ ...policy, feedbackMinChars: 0 })),
      units: units.slice(0, 1),
      areas: areas.slice(0, 1),
      categories: categories.slice(0, 1),
      dispatchRules: [],
      languages: ['en'],
    };
    expect(cityPackSchema.safeParse(smallest)).toMatchObject({ success: true });
  });

  it('[CASE63] needs a time zone that the runtime knows', () => {
    expect(() => new City(samplePack({ timeZone: 'Mars/Olympus' }))).toThrow(RangeError);
  });
});
