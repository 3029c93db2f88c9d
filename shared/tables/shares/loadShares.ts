import type { CaseState } from '../../domain/case/CaseState.ts';
import { isClosed } from '../../domain/case/CaseState.ts';
import type { City } from '../../domain/City.ts';
import { shownMatter } from '../shownMatter.ts';
import { TREND_BUCKET_MINUTES } from '../trend.ts';
import { dayKey, flag, share } from './Share.ts';
import type { Share } from './Share.ts';
import { standingAtUnit, standingFacts } from './standingFacts.ts';

/** What a case adds to the tables of loads: headline, units, areas, course of the day, categories, channels. */
export function loadShares(state: CaseState, city: City): readonly Share[] {
  const facts = standingFacts(state);
  const headline = { ...facts, ...marksOf(state) };
  const day = dayKey(state.registeredAt, city);
  const shares: Share[] = [
    share('kpi', 'all', headline),
    share('kpi', day, { ...headline, closed: 0 }),
    share('cells', state.areaCode, facts),
    share('trend', bucketKey(state.registeredAt, city), { received: 1 }),
    share('categories', `${day} ${shownMatter(state, city).category}`, facts),
    share('channels', `${day} ${state.channel}`, facts),
  ];
  if (isClosed(state) && state.closedAt !== undefined) {
    shares.push(share('kpi', dayKey(state.closedAt, city), { closed: 1 }));
    shares.push(share('trend', bucketKey(state.closedAt, city), { closed: 1 }));
  }
  if (state.hostUnitCode !== undefined) {
    shares.push(share('units', state.hostUnitCode, standingAtUnit(state)));
  }
  return shares;
}

function marksOf({ marks }: CaseState) {
  return {
    noPoint: flag(marks.includes('noPoint')),
    outsideCity: flag(marks.includes('outsideCity')),
    unknownArea: flag(marks.includes('unknownArea')),
    unknownCategory: flag(marks.includes('unknownCategory')),
    unknownUnit: flag(marks.includes('unknownUnit')),
  };
}

function bucketKey(at: number, city: City): string {
  return String(city.calendar.bucketOf(at, TREND_BUCKET_MINUTES));
}
