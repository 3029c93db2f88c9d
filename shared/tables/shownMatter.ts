import type { CaseState } from '../domain/case/CaseState.ts';
import { WITHHELD } from './intake.ts';

/** What a public screen may tell of a case's matter and place: of a confidential case and of a report, neither. */
export function shownMatter({ confidential, kind, categoryCode, areaCode }: CaseState): {
  readonly category: string;
  readonly area: string;
} {
  const isWithheld = confidential || kind === 'report';
  return { category: isWithheld ? WITHHELD : categoryCode, area: isWithheld ? WITHHELD : areaCode };
}
