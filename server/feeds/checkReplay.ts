import type { City } from '../../shared/domain/City.ts';
import { loadCity } from '../loadCity.ts';
import { cityFolder } from '../cityFolder.ts';
import { requirePolicy } from '../requirePolicy.ts';
import { layoutOf } from '../store/dir/layout.ts';
import { addOne } from './addOne.ts';
import { mapPath, replayedFile } from './createFeed.ts';
import type { FeedConfig } from './createFeed.ts';
import { readReplay } from './readReplay.ts';
import type { DeadRow } from './Fact.ts';
import type { ReplayPlan, Step } from './ReplayPlan.ts';

/** What a replay would do, in lines for an operator; `isGood` where it could be started. */
export interface CheckReport {
  readonly report: string;
  readonly isGood: boolean;
}

const DAY_MS = 86_400_000;
/** So long without a row is told as a silent stretch. */
const SILENCE_MS = DAY_MS / 2;
/** So many of anything are told one by one. */
const MOST_TOLD = 10;

/**
 * Reads a file to replay as a start would and tells what would come of it; writes nothing and makes no directory.
 * Throws StartError with one sentence where a start would be refused.
 */
export async function checkReplay(config: FeedConfig & { readonly city: string }): Promise<CheckReport> {
  const folder = cityFolder(config.city);
  const city = loadCity(config.city, folder, layoutOf(config.dataDir).map);
  const path = replayedFile(config.feed);
  const map = mapPath(config, city, folder);
  const plan = await readReplay(path, map, city);
  const creates = plan.steps.filter(({ kind }) => kind === 'create');
  const first = creates[0];
  if (first !== undefined) requirePolicy(city, first.at, folder);
  const lines = [
    `${path}, read by ${map} for ${city.pack.names.en}. Nothing was started and nothing was written.`,
    `Rows read: ${creates.length + plan.dead.length}. To be filed: ${creates.length}. Set aside: ${plan.dead.length}.`,
    ...setAside(plan.dead),
    ...times(creates, city),
    ...endings(creates),
    ...unknownOutcomes(plan.unknownOutcomes),
    ...unknownWords(creates, city),
  ];
  return { report: lines.join('\n'), isGood: first !== undefined };
}

function setAside(dead: ReplayPlan['dead']): readonly string[] {
  const reasons = new Map<string, number[]>();
  const because = ({ faults }: DeadRow) =>
    faults.map(({ field, fault }) => (field === '' ? fault : `${field} ${fault}`)).join(', ');
  for (const row of dead) {
    const why = because(row);
    reasons.set(why, [...(reasons.get(why) ?? []), row.line]);
  }
  return told([...reasons], ([why, lines]) => `  ${why}: ${lines.length}, line ${list(lines)}`);
}

function times(creates: readonly Step[], { pack }: City): readonly string[] {
  const [first, last] = [creates[0], creates.at(-1)];
  if (first === undefined || last === undefined) return ['No row can be read, so a start would be refused.'];
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: pack.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const silences = creates.flatMap(({ at }, index) => {
    const before = creates[index - 1]?.at ?? at;
    return at - before >= SILENCE_MS ? [{ before, at }] : [];
  });
  silences.sort((a, b) => b.at - b.before - (a.at - a.before));
  return [
    `First report: ${local.format(first.at)}. Last: ${local.format(last.at)} (${pack.timeZone}).`,
    silences.length === 0
      ? 'No stretch of 12 hours without a report.'
      : `Stretches of 12 hours and more without a report: ${silences.length}.`,
    ...told(
      silences,
      ({ before, at }) =>
        `  ${((at - before) / DAY_MS).toFixed(1)} days from ${local.format(before)} to ${local.format(at)}`,
    ),
  ];
}

function endings(creates: readonly Step[]): readonly string[] {
  const count = (asked: string) => creates.filter(({ how }) => how === asked).length;
  const open = creates.filter(({ how }) => how === undefined).length;
  const due = creates.filter(({ intake }) => intake.dueAt !== undefined).length;
  return [
    `Ended by the source: ${count('closed')} closed, ${count('duplicate')} as duplicates, ${count('transferred')} as transferred. Still open: ${open}.`,
    `With a due date of the source: ${due}.`,
  ];
}

function unknownOutcomes(counts: ReadonlyMap<string, number>): readonly string[] {
  return [
    `Outcomes that the mapping does not translate, left to the closing time: ${totalOf(counts)}.`,
    ...byCount(counts),
  ];
}

function unknownWords(creates: readonly Step[], city: City): readonly string[] {
  const fields = [
    { what: 'units', known: city.units, word: ({ intake }: Step) => intake.hostUnitCode },
    { what: 'categories', known: city.categories, word: ({ intake }: Step) => intake.categoryCode },
    { what: 'areas', known: city.areas, word: ({ intake }: Step) => intake.streetCode },
  ];
  return fields.flatMap(({ what, known, word }) => {
    const counts = new Map<string, number>();
    let none = 0;
    for (const step of creates) {
      const code = word(step);
      if (code === undefined) none++;
      else if (!known.has(code)) addOne(counts, code);
    }
    return [`Unknown ${what}: ${totalOf(counts)}. Rows that name none: ${none}.`, ...byCount(counts)];
  });
}

function totalOf(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${counts.size} words in ${rows} rows`;
}

function byCount(counts: ReadonlyMap<string, number>): readonly string[] {
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  return told(most, ([word, count]) => `  ${JSON.stringify(word)}: ${count}`);
}

function told<T>(items: readonly T[], tell: (item: T) => string): readonly string[] {
  const lines = items.slice(0, MOST_TOLD).map(tell);
  return items.length > MOST_TOLD ? [...lines, `  and ${items.length - MOST_TOLD} more`] : lines;
}

function list(lines: readonly number[]): string {
  const more = lines.length > MOST_TOLD ? ` and ${lines.length - MOST_TOLD} more` : '';
  return `${lines.slice(0, MOST_TOLD).join(', ')}${more}`;
}
