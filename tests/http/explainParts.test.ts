import { describe, expect, it } from 'vitest';
import { explainViewSchema, ratesViewSchema } from '../../shared/contract/ratesView.ts';
import type { ExplainView } from '../../shared/contract/ratesView.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { METRIC_NAMES } from '../../shared/domain/rating/metrics.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { must } from '../../shared/lib/assert.ts';
import { call } from '../support/apiCalls.ts';
import { accepted, filing, intake, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { ratedLife } from '../support/ratedLife.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

/** All pages of an explanation, as they come. */
async function pagesOf(edge: Edge, query: string): Promise<readonly ExplainView[]> {
  const pages: ExplainView[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { status, json } = await call(edge, `/api/v1/explain?${query}${cursor}`);
    expect([query, cursor, status]).toEqual([query, cursor, 200]);
    const view = explainViewSchema.parse(json);
    pages.push(view);
    cursor = view.cursor === undefined ? undefined : `&cursor=${view.cursor}`;
  }
  return pages;
}

function summed(pages: readonly ExplainView[]) {
  const parts = pages.flatMap(({ cases }) => cases);
  return {
    numerator: parts.reduce((sum, part) => sum + part.numerator, 0),
    denominator: parts.reduce((sum, part) => sum + (part.denominator ?? 0), 0),
  };
}

function randomProfile(random: SeededRandom): Partial<MetricProfile> {
  const response = random.below(1_000);
  const solve = random.below(1_001 - response);
  return {
    weights: { response, solve, satisfaction: 1_000 - response - solve },
    basicFactor: random.below(1_001),
    splitDenominator: random.chance(0.7),
    attribution: random.pick(['acceptedAt', 'dispatchedAt', 'callbackAt', 'closedAt'] as const),
    scoreBasis: random.pick(['last', 'first'] as const),
  };
}

describe('the parts of the cases behind a number, over the API', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[EXP320] add up exactly to the number as it is shown, whatever the profile and the history (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const edge = await startEdge({ city: ratedCity(randomProfile(random)) });
      await ratedLife(seed, edge, 160);
      const view = ratesViewSchema.parse((await call(edge, '/api/v1/metrics/rates?period=2026-12')).json);
      const units = view.units.filter(({ counts }) => counts.valid > 0).slice(0, 2);
      for (const [query, figures] of [
        ['', view.city] as const,
        ...units.map((unit) => [`&unit=${unit.code}`, unit] as const),
      ]) {
        for (const metric of METRIC_NAMES) {
          const pages = await pagesOf(edge, `metric=${metric}&period=2026-12${query}`);
          const rate = figures.rates[metric];
          const { numerator, denominator } = rate ?? { numerator: 0, denominator: 0 };
          expect([metric, query, summed(pages)]).toEqual([metric, query, { numerator, denominator }]);
          expect(pages[0]?.total).toEqual({ numerator, denominator });
        }
        for (const column of RATE_COLUMNS) {
          const pages = await pagesOf(edge, `metric=${column}&period=2026-12${query}`);
          expect([column, summed(pages).numerator]).toEqual([column, figures.counts[column]]);
        }
      }
      await edge.close();
    },
  );

  it('[EXP321] add up page by page where grades have a denominator of their own', async () => {
    const edge = await startEdge({ city: ratedCity({ splitDenominator: true }) });
    await Promise.all(Array.from({ length: 430 }, (_, n) => answered(edge, n)));
    const pages = await pagesOf(edge, 'metric=compositeScore');
    expect(pages.map(({ cases }) => cases.length)).toEqual([200, 200, 30]);
    const view = ratesViewSchema.parse((await call(edge, '/api/v1/metrics/rates')).json);
    const { numerator, denominator, shown } = must(view.city.rates.compositeScore, 'no score');
    expect(view.city.counts).toMatchObject({ valid: 430, rated: 286 });
    expect(summed(pages)).toEqual({ numerator, denominator });
    expect(Number(shown)).toBeLessThan(100);
    const place = must(pages[0]?.cursor, 'no cursor').split('.').slice(0, 2).join('.');
    const bare = await call(edge, `/api/v1/explain?metric=compositeScore&cursor=${place}`);
    expect([bare.status, bare.json['faults']]).toEqual([422, [{ field: 'cursor', fault: 'wrong_format' }]]);
    await edge.close();
  });

  it('[EXP322] a cursor without what the parts depend on is named as a fault', async () => {
    const edge = await startEdge({ city: ratedCity({ splitDenominator: true }) });
    for (const [metric, status] of [
      ['compositeScore', 422],
      ['satisfactionRate', 200],
    ] as const) {
      const path = `/api/v1/explain?metric=${metric}&cursor=0.20261121000001`;
      expect([metric, (await call(edge, path)).status]).toEqual([metric, status]);
    }
    await edge.close();
  });
});

/** A case that is worked on and whose requester answers; two of three give a grade. */
async function answered({ hub }: Edge, n: number): Promise<void> {
  const { state } = accepted(
    await hub.submit(filing(intake({ hostUnitCode: n % 2 === 0 ? 'E1' : 'W1', externalId: `x${n}` }))),
  );
  const caseId = state.id;
  const answer = { channel: 'phone', outcome: 'answered', contacted: n % 7 > 0, solved: n % 5 > 0 } as const;
  const grade =
    n % 3 === 0 ? {} : { satisfaction: n % 4 === 0 ? ('basic' as const) : ('satisfied' as const) };
  for (const order of [
    { type: 'Sign', caseId, payload: {} },
    { type: 'RecordContact', caseId, payload: { reached: true, note: 'called' } },
    { type: 'SubmitFeedback', caseId, payload: { result: 'it is done' } },
    { type: 'PassFeedback', caseId, payload: {} },
    { type: 'RecordCallback', caseId, payload: { ...answer, ...grade } },
  ] as const)
    accepted(await hub.submit(ordering(order)));
}
