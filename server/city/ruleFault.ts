import type { CityPack, DispatchRule } from '../../shared/domain/cityPack.ts';
import type { Fault } from './Fault.ts';
import { overlap } from './spans.ts';

/** The first dispatch rule that names what is not there, or one matter a second time at the same time. */
export function ruleFault(pack: CityPack): Fault | undefined {
  const known: Known = {
    categoryCode: codesOf(pack.categories),
    areaCode: codesOf(pack.areas),
    unitCode: codesOf(pack.units),
  };
  const seen = new Map<string, DispatchRule[]>();
  for (const [index, rule] of pack.dispatchRules.entries()) {
    const { categoryCode, areaCode } = rule;
    const wrong = wrongIn(rule, known);
    if (wrong !== undefined) return { field: ['dispatchRules', index, wrong.name], what: wrong.what };
    const matter = `${categoryCode} ${areaCode ?? ''}`;
    const same = seen.get(matter) ?? [];
    if (same.some((other) => overlap(other, rule)))
      return {
        field: ['dispatchRules', index, 'categoryCode'],
        what: `two rules at once for category '${categoryCode}'`,
      };
    seen.set(matter, [...same, rule]);
  }
  return undefined;
}

type Known = Readonly<Record<'categoryCode' | 'areaCode' | 'unitCode', ReadonlySet<string>>>;

function wrongIn(
  rule: DispatchRule,
  known: Known,
): { readonly name: string; readonly what: string } | undefined {
  for (const name of ['categoryCode', 'areaCode', 'unitCode'] as const) {
    const code = rule[name];
    if (code !== undefined && !known[name].has(code))
      return { name, what: `there is no ${name.replace('Code', '')} '${code}'` };
  }
  if (rule.to !== undefined && rule.to <= rule.from) return { name: 'to', what: 'it ends before it begins' };
  return undefined;
}

function codesOf(items: readonly { readonly code: string }[]): ReadonlySet<string> {
  return new Set(items.map(({ code }) => code));
}
