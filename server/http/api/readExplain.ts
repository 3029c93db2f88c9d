import { explainViewSchema } from '../../../shared/contract/ratesView.ts';
import type { ExplainView } from '../../../shared/contract/ratesView.ts';
import { formatCaseNo } from '../../../shared/domain/ids.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { METRICS, METRIC_NAMES } from '../../../shared/domain/rating/metrics.ts';
import type { MetricProfile } from '../../../shared/domain/rating/metricProfile.ts';
import { RATE_COLUMNS, rateCountsOf, sumCounts } from '../../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../../shared/domain/rating/rateCounts.ts';
import { invalidInput } from '../../../shared/domain/refusals.ts';
import type { Hub } from '../../hub/Hub.ts';
import type { PeriodCounts } from '../../hub/RateReader.ts';
import { JSON_TYPE, jsonAnswer, marked, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { RATES_QUERY, parseRatesQuery } from './ratesQuery.ts';
import type { RatesQuery } from './ratesQuery.ts';
import { periodView } from './rateViews.ts';

/** The two sides of a number; a plain count has no denominator. */
interface Parts {
  readonly numerator: number;
  readonly denominator: number | null;
}

interface Explained {
  readonly name: string;
  readonly parts: (counts: RateCounts, profile: MetricProfile) => Parts;
}

/** Where a page goes on: the event that the first page was as of, and the last case it told. */
interface Cursor {
  readonly seq: number;
  readonly after: CaseId;
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
    refusals: ['invalid_input', 'not_found'],
    handle: async ({ query }) => {
      const explained = explainedBy(query.get('metric') ?? '');
      if (explained === undefined) return problemAnswer(invalidInput('metric', 'not_in_list'));
      const cursor = parseCursor(query.get('cursor'), hub.seq);
      if (cursor === 'bad') return problemAnswer(invalidInput('cursor', 'wrong_format'));
      const asked = await parseRatesQuery(query, hub);
      if (!asked.ok) return problemAnswer(asked.refusal);
      return jsonAnswer(200, marked(await explain(hub, explained, asked.value, cursor), hub.mode));
    },
  };
}

function explainedBy(name: string): Explained | undefined {
  const metric = METRIC_NAMES.find((one) => one === name || METRICS[one].id === name);
  if (metric !== undefined) return { name: metric, parts: METRICS[metric].parts };
  const column = RATE_COLUMNS.find((one) => one === name);
  if (column === undefined) return undefined;
  return { name: column, parts: (counts) => ({ numerator: counts[column], denominator: null }) };
}

async function explain(
  hub: Hub,
  explained: Explained,
  asked: RatesQuery,
  cursor: Cursor | undefined,
): Promise<ExplainView> {
  const { period, unit } = asked;
  const first = cursor === undefined ? await hub.rates.countsOf(period, asked.seq) : undefined;
  const start = cursor ?? { seq: first?.seq ?? 0, after: 0 };
  const { cases, last } = await pageOf(hub, explained, asked, start);
  return {
    metric: explained.name,
    definitionId: period.profile.id,
    unit: unit ?? null,
    period: periodView(period, await hub.rates.stateOf(period)),
    seq: start.seq,
    ...(first === undefined ? {} : { total: totalOf(first, explained, asked) }),
    cases,
    ...(last === undefined ? {} : { cursor: `${start.seq}.${last}` }),
  };
}

/** `last` is the page's last case where there may be more of them. */
async function pageOf(
  hub: Hub,
  { parts }: Explained,
  { period, isAsked }: RatesQuery,
  { seq, after }: Cursor,
): Promise<{ readonly cases: ExplainView['cases']; readonly last?: CaseId }> {
  const cases: ExplainView['cases'] = [];
  for await (const { caseId, counts } of hub.rates.casesOf(period, seq, after, isAsked)) {
    const { numerator, denominator } = parts(rateCountsOf(counts), period.profile);
    if (numerator === 0 && (denominator ?? 0) === 0) continue;
    cases.push({ caseNo: formatCaseNo(hub.city.pack.caseNoPrefix, caseId), numerator, denominator });
    if (cases.length === PAGE) return { cases, last: caseId };
  }
  return { cases };
}

function totalOf({ rates }: PeriodCounts, { parts }: Explained, { period, isAsked }: RatesQuery): Parts {
  const asked = [...rates].filter(([code]) => isAsked(code)).map(([, row]) => row);
  return parts(rateCountsOf(sumCounts(asked)), period.profile);
}

function parseCursor(text: string | null, head: number): Cursor | 'bad' | undefined {
  if (text === null) return undefined;
  const [, seq, after] = /^([0-9]{1,15})\.([0-9]{14})$/.exec(text) ?? [];
  if (seq === undefined || after === undefined || Number(seq) > head) return 'bad';
  return { seq: Number(seq), after: Number(after) };
}
