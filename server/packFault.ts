import { Calendar } from '../shared/domain/Calendar.ts';
import type { CityPack, DispatchRule } from '../shared/domain/cityPack.ts';
import { UNKNOWN } from '../shared/domain/vocabulary.ts';

/** One thing in a city pack that its schema cannot see: where, and what is wrong with it. */
export interface PackFault {
  readonly field: readonly [string, ...(string | number)[]];
  readonly what: string;
}

/** The first thing that does not hold between the parts of a pack; undefined where all of it holds together. */
export function packFault(pack: CityPack, id: string): PackFault | undefined {
  return (
    headFault(pack, id) ??
    codeFault('units', pack.units) ??
    codeFault('areas', pack.areas) ??
    codeFault('categories', pack.categories) ??
    outlineFault(pack) ??
    ruleFault(pack)
  );
}

function headFault(pack: CityPack, id: string): PackFault | undefined {
  if (pack.id !== id) return { field: ['id'], what: `it is '${pack.id}', but the folder is '${id}'` };
  if (!isTimeZone(pack.timeZone))
    return { field: ['timeZone'], what: `'${pack.timeZone}' is no IANA time zone` };
  const [west, south, east, north] = pack.bounds;
  if (west >= east || south >= north)
    return { field: ['bounds'], what: 'they must run west, south, east, north' };
  for (const [index, policy] of pack.policies.entries()) {
    const before = pack.policies.slice(0, index);
    if (before.some((other) => other.id === policy.id))
      return { field: ['policies', index, 'id'], what: `'${policy.id}' is there twice` };
    const clash = before.find((other) => overlap(other, policy));
    if (clash !== undefined)
      return { field: ['policies', index, 'from'], what: `it overlaps with policy '${clash.id}'` };
  }
  return undefined;
}

interface Coded {
  readonly code: string;
  readonly parentCode?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** Codes and aliases are one set of words: a feed that writes one must mean one thing by it. */
function codeFault(list: string, items: readonly Coded[]): PackFault | undefined {
  const owner = new Map<string, string>();
  for (const [index, { code }] of items.entries()) {
    if (code === UNKNOWN) return { field: [list, index, 'code'], what: `'${UNKNOWN}' is reserved` };
    if (owner.has(code)) return { field: [list, index, 'code'], what: `'${code}' is there twice` };
    owner.set(code, code);
  }
  return parentFault(list, items) ?? aliasFault(list, items, owner);
}

function parentFault(list: string, items: readonly Coded[]): PackFault | undefined {
  const codes = new Set(items.map(({ code }) => code));
  const index = items.findIndex(
    ({ code, parentCode }) => parentCode !== undefined && (parentCode === code || !codes.has(parentCode)),
  );
  if (index === -1) return undefined;
  const what = `there is no '${items[index]?.parentCode ?? ''}' to be its parent`;
  return { field: [list, index, 'parentCode'], what };
}

function aliasFault(
  list: string,
  items: readonly Coded[],
  owner: Map<string, string>,
): PackFault | undefined {
  for (const [index, { code, aliases }] of items.entries()) {
    for (const alias of aliases ?? []) {
      const other = owner.get(alias);
      if (other !== undefined)
        return { field: [list, index, 'aliases'], what: `'${alias}' already means '${other}'` };
      owner.set(alias, code);
    }
  }
  return undefined;
}

function outlineFault(pack: CityPack): PackFault | undefined {
  for (const [index, { outline }] of pack.areas.entries()) {
    if (outline === undefined) continue;
    const first = outline[0];
    const last = outline.at(-1);
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
      return { field: ['areas', index, 'outline'], what: 'its last point must be its first' };
    const [west, south, east, north] = pack.bounds;
    if (outline.some(([lng, lat]) => lng < west || lng > east || lat < south || lat > north))
      return { field: ['areas', index, 'outline'], what: 'it leaves the bounds of the city' };
  }
  return undefined;
}

function ruleFault(pack: CityPack): PackFault | undefined {
  const units = new Set(pack.units.map(({ code }) => code));
  const areas = new Set(pack.areas.map(({ code }) => code));
  const categories = new Set(pack.categories.map(({ code }) => code));
  const seen = new Map<string, DispatchRule[]>();
  for (const [index, rule] of pack.dispatchRules.entries()) {
    const at = (name: string, what: string): PackFault => ({ field: ['dispatchRules', index, name], what });
    const { categoryCode, areaCode, unitCode } = rule;
    if (!categories.has(categoryCode)) return at('categoryCode', `there is no category '${categoryCode}'`);
    if (areaCode !== undefined && !areas.has(areaCode))
      return at('areaCode', `there is no area '${areaCode}'`);
    if (!units.has(unitCode)) return at('unitCode', `there is no unit '${unitCode}'`);
    const matter = `${categoryCode} ${areaCode ?? ''}`;
    const same = seen.get(matter) ?? [];
    if (same.some((other) => overlap(other, rule)))
      return at('categoryCode', `two rules at once for category '${categoryCode}'`);
    seen.set(matter, [...same, rule]);
  }
  return undefined;
}

interface Span {
  readonly from: string;
  readonly to?: string | undefined;
}

/** Whether two spans of local dates, their ends exclusive, share a day. */
function overlap(a: Span, b: Span): boolean {
  return (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);
}

function isTimeZone(name: string): boolean {
  try {
    return new Calendar(name).timeZone === name;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
