import { Calendar } from '../../shared/domain/Calendar.ts';
import type { CityPack } from '../../shared/domain/cityPack.ts';
import { UNKNOWN } from '../../shared/domain/vocabulary.ts';
import { WITHHELD } from '../../shared/tables/intake.ts';
import { UNASSIGNED } from '../../shared/tables/rates.ts';
import type { Fault } from './Fault.ts';
import { policyFault } from './policyFault.ts';
import { ruleFault } from './ruleFault.ts';
import { gapFault, overlapFault } from './spans.ts';

/** In this order, so that what a later check builds upon is already sound. */
const CHECKS: readonly ((pack: CityPack) => Fault | undefined)[] = [
  headFault,
  ({ policies }) => overlapFault('policies', policies) ?? gapFault('policies', policies),
  policyFault,
  ({ profiles }) => overlapFault('profiles', profiles) ?? gapFault('profiles', profiles),
  ({ tiers }) => codeFault('tiers', tiers),
  ({ units }) => codeFault('units', units) ?? lifeFault(units),
  ({ areas }) => codeFault('areas', areas),
  ({ categories }) => codeFault('categories', categories),
  ({ channels }) => codeFault('channels', channels),
  channelFault,
  tierFault,
  areaUnitFault,
  ruleFault,
];

/** The first thing that does not hold between the parts of a pack; undefined where all of it holds together. */
export function packFault(pack: CityPack, id: string): Fault | undefined {
  if (pack.id !== id) return { field: ['id'], what: `it is '${pack.id}', but the folder is '${id}'` };
  for (const check of CHECKS) {
    const fault = check(pack);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function headFault({ timeZone }: CityPack): Fault | undefined {
  return isTimeZone(timeZone)
    ? undefined
    : { field: ['timeZone'], what: `'${timeZone}' is no IANA time zone` };
}

/** Words that stand in tables where a code is not known, not there yet, or not to be shown. */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  units: [UNKNOWN, UNASSIGNED],
  areas: [UNKNOWN, WITHHELD],
};

interface Coded {
  readonly code: string;
  readonly parentCode?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** Codes and aliases are one set of words: a feed that writes one must mean one thing by it. */
function codeFault(list: string, items: readonly Coded[]): Fault | undefined {
  const owner = new Map<string, string>();
  for (const [index, { code }] of items.entries()) {
    if (RESERVED[list]?.includes(code) ?? code === UNKNOWN)
      return { field: [list, index, 'code'], what: `'${code}' is reserved` };
    if (owner.has(code)) return { field: [list, index, 'code'], what: `'${code}' is there twice` };
    owner.set(code, code);
  }
  return parentFault(list, items) ?? aliasFault(list, items, owner);
}

function parentFault(list: string, items: readonly Coded[]): Fault | undefined {
  const parents = new Map(items.map(({ code, parentCode }) => [code, parentCode]));
  for (const [index, { code, parentCode }] of items.entries()) {
    if (parentCode === undefined) continue;
    const fault = (what: string): Fault => ({ field: [list, index, 'parentCode'], what });
    if (!parents.has(parentCode)) return fault(`there is no '${parentCode}' to be its parent`);
    let above: string | undefined = parentCode;
    for (let steps = 0; above !== undefined && steps < items.length; steps++) {
      if (above === code) return fault(`'${code}' would be part of itself`);
      above = parents.get(above);
    }
  }
  return undefined;
}

function aliasFault(list: string, items: readonly Coded[], owner: Map<string, string>): Fault | undefined {
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

/** A unit that ends before it begins would never be responsible for anything. */
function lifeFault(units: CityPack['units']): Fault | undefined {
  const index = units.findIndex(
    ({ activeFrom, activeTo }) =>
      activeFrom !== undefined && activeTo !== undefined && activeTo <= activeFrom,
  );
  return index === -1 ? undefined : { field: ['units', index, 'activeTo'], what: 'it ends before it begins' };
}

function tierFault({ tiers, units, profiles }: CityPack): Fault | undefined {
  const known = new Set(tiers.map(({ code }) => code));
  const fault = (field: Fault['field'], tier: string): Fault => ({
    field,
    what: `there is no tier '${tier}'`,
  });
  for (const [index, { tier }] of units.entries())
    if (tier !== undefined && !known.has(tier)) return fault(['units', index, 'tier'], tier);
  for (const [index, { minSampleByTier }] of profiles.entries()) {
    const stray = Object.keys(minSampleByTier ?? {}).find((tier) => !known.has(tier));
    if (stray !== undefined) return fault(['profiles', index, 'minSampleByTier', stray], stray);
  }
  return undefined;
}

/** A channel by which nothing can come in would leave a count at zero for ever. */
function channelFault({ channels, profiles }: CityPack): Fault | undefined {
  const known = new Set(channels.map(({ code }) => code));
  for (const [index, { proactiveChannels }] of profiles.entries()) {
    const stray = proactiveChannels.find((code) => !known.has(code));
    const field: Fault['field'] = ['profiles', index, 'proactiveChannels'];
    if (stray !== undefined) return { field, what: `there is no channel '${stray}'` };
  }
  return undefined;
}

/** Where cases go to the street they happened in, each place that cases happen in must be a unit. */
function areaUnitFault({ areaIsUnit, areas, units }: CityPack): Fault | undefined {
  if (!areaIsUnit) return undefined;
  const known = new Set(units.map(({ code }) => code));
  const parents = new Set(areas.map(({ parentCode }) => parentCode));
  const index = areas.findIndex(({ code }) => !parents.has(code) && !known.has(code));
  if (index === -1) return undefined;
  const what = `there is no unit '${areas[index]?.code ?? ''}', but areaIsUnit sends its cases there`;
  return { field: ['areas', index, 'code'], what };
}

function isTimeZone(name: string): boolean {
  try {
    return new Calendar(name).timeZone === name;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
