import { readFileSync } from 'node:fs';
import { unzip } from './unzip.ts';

/** How one system writes its export: places of columns from 0, and the words it uses. */
export interface ForeignForm {
  readonly encoding: string;
  readonly separator: string;
  readonly headLine: number;
  readonly offsetHours: number;
  readonly when: RegExp;
  readonly columns: Readonly<Record<'at' | 'closed' | 'unit' | 'area' | 'due' | 'point', number>> & {
    readonly status?: number;
  };
  readonly endings?: Readonly<Record<string, string>>;
  readonly units?: Readonly<Record<string, string>>;
  readonly areas: Readonly<Record<string, string>>;
}

/** Counts an export by plain pattern matching; rows whose report has no date that can be read are left out. */
export function countForeign(path: string, form: ForeignForm) {
  const { columns, areas, units = {}, endings: words = { '': 'closed' } } = form;
  const rows = path.endsWith('.xlsx') ? sheetCells(path) : csvCells(path, form);
  const seen = rows.flatMap((cells) => {
    const at = instant(cells[columns.at] ?? '', form);
    return at === undefined ? [] : [{ cells, at }];
  });
  const endings: Record<string, number> = {};
  const byUnit: Record<string, number> = {};
  const byArea: Record<string, number> = {};
  const add = (to: Record<string, number>, key: string) => (to[key] = (to[key] ?? 0) + 1);
  for (const { cells } of seen) {
    const how = words[columns.status === undefined ? '' : (cells[columns.status] ?? '')];
    if (how !== undefined && instant(cells[columns.closed] ?? '', form) !== undefined) add(endings, how);
    const unit = cells[columns.unit] ?? '';
    add(byUnit, units[unit] ?? unit);
    add(byArea, areas[cells[columns.area] ?? ''] ?? 'unknown');
  }
  return {
    rows: seen.length,
    endings,
    due: seen.filter(({ cells }) => instant(cells[columns.due] ?? '', form) !== undefined).length,
    noPoint: seen.filter(({ cells }) => (cells[columns.point] ?? '') === '').length,
    first: Math.min(...seen.map(({ at }) => at)),
    last: Math.max(...seen.map(({ at }) => at)),
    units: byUnit,
    areas: byArea,
  };
}

function instant(text: string, { when, offsetHours }: ForeignForm): number | undefined {
  const found = when.exec(text)?.groups;
  if (found === undefined) return undefined;
  const [year, month, day, shown, minute] = ['year', 'month', 'day', 'hour', 'minute'].map((name) =>
    Number(found[name]),
  );
  const half = found['half'];
  if (half !== undefined && (shown ?? 0) > 12) return undefined;
  const hour = half === undefined ? (shown ?? 0) : ((shown ?? 0) % 12) + (/PM|下午/.test(half) ? 12 : 0);
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour - offsetHours, minute);
}

/** Cells of a workbook's only sheet; date cells in the form that its texts have. */
function sheetCells(path: string): readonly (readonly string[])[] {
  const american = (at: Date) =>
    at
      .toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' })
      .replace(/\/(\d\d),/, '/20$1')
      .replace(/\s/g, ' ');
  return [...unzip(path, 'xl/worksheets/sheet1.xml').matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c ([^>]*)>(.*?)<\/c>/gs)].map(([, about = '', inside = '']) => {
      const value = inside.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');
      if (about.includes('t="d"')) return american(new Date(`${value}Z`));
      if (about.includes('inlineStr')) return value;
      return american(new Date(Math.round((Number(value) - 25_569) * 86_400_000)));
    }),
  );
}

function csvCells(
  path: string,
  { encoding, separator, headLine }: ForeignForm,
): readonly (readonly string[])[] {
  const text = new TextDecoder(encoding).decode(readFileSync(path)).split('\n').slice(headLine).join('\n');
  const cell = new RegExp(`"((?:[^"]|"")*)"(?=[${separator}\r\n]|$)|[^${separator}\r\n]*`, 'y');
  return text.split(/\n(?="?(?:[0-9]|M-|GD))/).map((line) => {
    const cells: string[] = [];
    for (let at = 0; at <= line.length; at = cell.lastIndex + 1) {
      cell.lastIndex = at;
      const [whole = '', quoted] = cell.exec(line) ?? [];
      cells.push(quoted?.replaceAll('""', '"') ?? whole);
    }
    return cells;
  });
}
