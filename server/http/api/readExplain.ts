import { explainViewSchema } from '../../../shared/contract/ratesView.ts';
import type { ExplainView } from '../../../shared/contract/ratesView.ts';
import { formatCaseNo } from '../../../shared/domain/ids.ts';
import { rateCountsOf, sumCounts } from '../../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../../shared/domain/rating/rateCounts.ts';
import {
  dependsOnTotal,
  explainedBy,
  shareOf,
  sharingColumns,
} from '../../../shared/domain/rating/shareOf.ts';
import type { Explained, Parts } from '../../../shared/domain/rating/shareOf.ts';
import { invalidInput } from '../../../shared/domain/refusals.ts';
import type { Hub } from '../../hub/Hub.ts';
import { JSON_TYPE, jsonAnswer, marked, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { cursorText, parseCursor } from './explainCursor.ts';
import type { ExplainCursor } from './explainCursor.ts';
import { RATES_QUERY, parseRatesQuery } from './ratesQuery.ts';
import type { RatesQuery } from './ratesQuery.ts';
import { periodView } from './rateViews.ts';

interface Asked extends RatesQuery {
  readonly explained: Explained;
  readonly signal: AbortSignal;
}

const PAGE = 200;

/** `GET /explain`: the cases that make up a rate or a count, as of the event that the number was had at. */
export function readExplain({ hub }: Edge): ApiRoute {
  return {
    method: 'GET',
    path: '/api/v1/explain',
    audience: 'program',
    summary: 'The cases behind a rate: each with its part of numerator and denominator.',
    answer: { status: 200, type: JSON_TYPE, schema: explainViewSchema, description: 'A page of cases.' },
    query: [
      { name: 'metric', description: 'A rate (`solveRate` or `M2`), or a count (`praised`).' },
      ...RATES_QUERY,
      { name: 'cursor', description: 'From the page before, with everything else as it was.' },
    ],
    refusals: ['invalid_input', 'not_found', 'too_fast', 'storage_failed', 'shutting_down'],
    handle: async ({ query, gone }) => {
      const explained = explainedBy(query.get('metric') ?? '');
      if (explained === undefined) return problemAnswer(invalidInput('metric', 'not_in_list'));
      const cursor = parseCursor(query.get('cursor'), hub.seq);
      const signal = gone();
      const rates = await parseRatesQuery(query, hub);
      if (!rates.ok) return problemAnswer(rates.refusal);
      const asked: Asked = { ...rates.value, explained, signal };
      const needsTotal = dependsOnTotal(explained, asked.period.profile);
      if (cursor === 'bad' || (cursor !== undefined && needsTotal && cursor.total.valid === 0))
        return problemAnswer(invalidInput('cursor', 'wrong_format'));
      return jsonAnswer(200, marked(await explain(hub, asked, cursor), hub.mode));
    },
  };
}

async function explain(hub: Hub, asked: Asked, cursor: ExplainCursor | undefined): Promise<ExplainView> {
  const { period, unit, explained } = asked;
  const start = cursor ?? (await firstPage(hub, asked));
  const share = shareOf(explained, start.total, period.profile);
  const { cases, next } = await pageOf(hub, asked, start, share);
  return {
    metric: explained,
    definitionId: period.profile.id,
    unit: unit ?? null,
    period: periodView(period, await hub.rates.stateOf(period)),
    seq: start.seq,
    ...(cursor === undefined ? { total: share(start.total) } : {}),
    cases,
    ...(next === undefined ? {} : { cursor: cursorText(next, dependsOnTotal(explained, period.profile)) }),
  };
}

/** Before the first case: the counts that all of them add up to. */
async function firstPage(hub: Hub, { period, seq, units, isAsked, signal }: Asked): Promise<ExplainCursor> {
  const { seq: asOf, rates } = await hub.rates.countsOf(period, seq, { units, signal });
  const rows = [...rates].filter(([code]) => isAsked(code)).map(([, row]) => row);
  return { seq: asOf, after: 0, total: rateCountsOf(sumCounts(rows)), before: rateCountsOf([]) };
}

/** `next` is where the following page begins, where there may be one. */
async function pageOf(
  hub: Hub,
  { period, units, signal }: Asked,
  { seq, after, total, before }: ExplainCursor,
  share: (counts: RateCounts) => Parts,
): Promise<{ readonly cases: ExplainView['cases']; readonly next?: ExplainCursor }> {
  const columns = sharingColumns(share);
  const { numerator, denominator } = share(total);
  const isNothing = after === 0 && numerator === 0 && (denominator ?? 0) === 0;
  if (columns.length === 0 || isNothing) return { cases: [] };
  const found = await hub.rates.casesOf(period, seq, { units, after, columns, limit: PAGE }, signal);
  const cases: ExplainView['cases'] = [];
  let reached = Object.values(before);
  let told = share(before);
  for (const { caseId, counts } of found) {
    reached = sumCounts([reached, counts]);
    const now = share(rateCountsOf(reached));
    cases.push({ caseNo: formatCaseNo(hub.city.pack.caseNoPrefix, caseId), ...difference(now, told) });
    told = now;
  }
  const last = found.at(-1);
  if (last === undefined || found.length < PAGE) return { cases };
  return { cases, next: { seq, after: last.caseId, total, before: rateCountsOf(reached) } };
}

function difference(now: Parts, before: Parts): Parts {
  return {
    numerator: now.numerator - before.numerator,
    denominator: now.denominator === null ? null : now.denominator - (before.denominator ?? 0),
  };
}
