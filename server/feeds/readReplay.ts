import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import { StartError } from '../StartError.ts';
import { fingerprint } from './fingerprint.ts';
import { loadReplayMap } from './loadReplayMap.ts';
import { readCsv } from './readCsv.ts';
import { readXlsx } from './readXlsx.ts';
import type { ReplayMap } from './replayMap.ts';
import { planReplay } from './ReplayPlan.ts';
import type { ReplayPlan } from './ReplayPlan.ts';
import { RowMapper } from './RowMapper.ts';

/** A file made ready to be played. `binding` tells this plan from that of any other file, mapping or first day. */
export interface Replay extends ReplayPlan {
  readonly binding: string;
  readonly readAt: number;
  /** Words of the field `outcome` that the mapping makes no outcome of, each with its rows. */
  readonly unknownOutcomes: ReadonlyMap<string, number>;
}

/** What is asked of a file beside its mapping. */
export interface ReplayWish {
  /** The machine's time when the file was first read, in epoch milliseconds. */
  readonly readAt: number;
  /** The first local day wanted, `YYYY-MM-DD`; undefined: all. */
  readonly from?: string | undefined;
}

/** Reads and checks file and mapping whole; StartError with one sentence where either will not do. */
export async function readReplay(
  path: string,
  mapPath: string,
  city: City,
  { readAt, from }: ReplayWish = { readAt: Date.now() },
): Promise<Replay> {
  const format = formatOf(path);
  const { sha256, isUtf8 } = await fingerprint(path);
  const map = loadReplayMap(mapPath);
  if (map.format !== undefined && map.format !== format)
    throw new StartError(`${mapPath}, field format: it says ${map.format}, but ${path} is ${format}.`);
  if (format === 'csv' && map.sheet !== undefined)
    throw new StartError(`${mapPath}, field sheet: only a workbook has sheets, but ${path} is csv.`);
  const file = format === 'csv' ? await readCsv(path, { ...map, isUtf8 }) : await readXlsx(path, map);
  const mapper = new RowMapper(map, mapPath, file.header, city);
  const isCovered = (at: number): boolean => city.hasPolicyAt(at);
  const fromAt = from === undefined ? undefined : midnightOf(from, city);
  const plan = planReplay(file.rows, mapper, map.order === 'descending', { readAt, isCovered, fromAt });
  const { unknownOutcomes } = mapper;
  return { ...plan, binding: bindingOf(sha256, map, plan), readAt, unknownOutcomes };
}

function formatOf(path: string): 'csv' | 'xlsx' {
  const ending = extname(path).toLowerCase();
  if (['.csv', '.tsv', '.txt'].includes(ending)) return 'csv';
  if (ending === '.xlsx') return 'xlsx';
  const saved = ending === '.xls' ? '; save the workbook as .xlsx first' : '';
  throw new StartError(`The file to replay, ${path}, must end in .csv, .tsv, .txt or .xlsx${saved}.`);
}

/** The plan's own order is part of it: a new version that read the rows otherwise could not go on from a number. */
function bindingOf(sha256: string, map: ReplayMap, plan: ReplayPlan): string {
  const hash = createHash('sha256').update(sha256).update(JSON.stringify(map));
  for (const { at, line, kind } of plan.steps) hash.update(`${at} ${line} ${kind}\n`);
  return hash.digest('hex');
}

function midnightOf(date: string, city: City): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return city.calendar.instantOf(year, month, day, 0, 0, 0);
}
