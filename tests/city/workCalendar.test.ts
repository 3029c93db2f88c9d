import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HolidayUtil } from 'lunar-typescript';
import { describe, expect, it } from 'vitest';
import { calendarTexts } from '../../scripts/cities/calendarTexts.mjs';
import { calendarFolder, loadCalendar } from '../../server/city/loadCalendar.ts';
import { StartError } from '../../server/StartError.ts';
import { tempDir } from '../support/tempDir.ts';

const FOLDER = calendarFolder('cn');
const calendar = loadCalendar(FOLDER);

describe('the calendar of working days', () => {
  it.each([
    [20_250_926, 'work'],
    [20_250_927, 'rest'],
    [20_250_928, 'makeup'],
    [20_250_930, 'work'],
    [20_251_001, 'holiday'],
    [20_251_008, 'holiday'],
    [20_251_009, 'work'],
    [20_251_011, 'makeup'],
    [20_251_012, 'rest'],
  ] as const)('[WKC1] of the autumn of 2025: %d is %s', (date, kind) => {
    expect(calendar.kindOf(date)).toEqual({ kind, provisional: false });
    expect(calendar.isWorking(date)).toBe(kind === 'work' || kind === 'makeup');
  });

  it('[WKC2] of a year that nobody has announced knows weekends, and says that it is provisional', () => {
    expect(calendar.kindOf(20_271_001)).toEqual({ kind: 'work', provisional: true });
    expect(calendar.kindOf(20_271_002)).toEqual({ kind: 'rest', provisional: true });
    expect(calendar.kindOf(20_031_001)).toEqual({ kind: 'work', provisional: true });
    expect(calendar.isWorking(20_280_229)).toBe(true);
  });

  it('[WKC2] of a year without a notice at hand keeps its days, and says that they are provisional', () => {
    expect(calendar.kindOf(20_051_003)).toEqual({ kind: 'holiday', provisional: true });
    const provisional = Array.from({ length: 23 }, (_, index) => 2004 + index).filter(
      (year) => calendar.kindOf(year * 10_000 + 101).provisional,
    );
    expect(provisional).toEqual([2005]);
  });
});

/** Days of which the second source says something else, and who is right. */
const DIFFERENT: Readonly<Record<string, string>> = {
  '2013-04-07': 'the notice of 2012-12-08 says: 4月7日（星期日）上班; the second source leaves it out',
  '2013-10-12': 'the notice of 2012-12-08 says: 10月12日（星期六）上班; the second source leaves it out',
};

/** Weekend days that only the second source counts into the holiday beside them: days of rest either way. */
const REST_EITHER_WAY = [
  ...['2011-06-05', '2012-06-23', '2014-05-31', '2014-06-01', '2014-09-06', '2014-09-07', '2015-04-04'],
  ...['2015-05-02', '2015-05-03', '2015-06-21', '2015-09-05', '2015-09-26', '2016-01-02', '2016-01-03'],
  ...['2016-04-02', '2016-04-03', '2016-04-30', '2016-12-31', '2017-04-29', '2017-04-30', '2017-12-30'],
  ...['2017-12-31', '2018-06-16', '2018-06-17', '2018-09-22', '2018-09-23', '2023-12-30', '2023-12-31'],
  ...['2024-06-08', '2024-06-09'],
];

/** Weekdays that only the second source calls make-up workdays: worked either way. */
const WORKED_EITHER_WAY = ['2012-05-02', '2012-10-08'];

describe('beside a second source', () => {
  const days = everyDay('2010-01-01', '2026-12-31').map((date) => ({
    date,
    ours: calendar.kindOf(Number(date.replaceAll('-', ''))).kind,
    theirs: secondKind(date),
  }));
  const isWorked = (kind: string) => kind === 'work' || kind === 'makeup';

  it('[WKC3] every day from 2010 to 2026 is worked or not as there, but for those named', () => {
    expect(days).toHaveLength(6_209);
    const other = days.filter(({ ours, theirs }) => isWorked(ours) !== isWorked(theirs));
    expect(other.map(({ date }) => date)).toEqual(Object.keys(DIFFERENT));
    expect(other.every(({ ours }) => ours === 'makeup')).toBe(true);
  });

  it('[WKC3] every day is of the same kind as there, but for those named', () => {
    const other = days.filter(({ ours, theirs }) => ours !== theirs).map(({ date }) => date);
    expect(other).toEqual([...REST_EITHER_WAY, ...WORKED_EITHER_WAY, ...Object.keys(DIFFERENT)].sort());
  });
});

describe('the files of the calendar', () => {
  it('[WKC6] name the days that are free by law, the Spring Festival by the law of its year', () => {
    const { fixed, movable } = JSON.parse(readFileSync(join(FOLDER, 'statutory.json'), 'utf8')) as {
      fixed: string[];
      movable: Record<string, string[]>;
    };
    expect(fixed).toEqual(['01-01', '05-01', '10-01', '10-02', '10-03']);
    expect(movable).toMatchObject({
      2007: ['2007-02-18', '2007-02-19', '2007-02-20'],
      2013: ['2013-02-09', '2013-02-10', '2013-02-11'],
      2024: ['2024-02-10', '2024-02-11', '2024-02-12'],
      2026: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'],
      // The new moon of 2027 is four minutes before midnight, that of 2030 seven after it.
      2027: ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'],
      2030: ['2030-02-02', '2030-02-03', '2030-02-04', '2030-02-05'],
    });
    for (const year of Object.keys(movable))
      for (const day of [...fixed.map((date) => `${year}-${date}`), ...(movable[year] ?? [])])
        if (Number(year) <= 2026)
          expect([day, calendar.kindOf(Number(day.replaceAll('-', ''))).kind]).toEqual([day, 'holiday']);
  });

  it.each([
    ['New Year', '2026-01-01'],
    ['Labour Day', '2026-05-01'],
    ['a National Day', '2026-10-02'],
    ['New Year’s Eve', '2026-02-16'],
    ['the third day of the Spring Festival', '2026-02-19'],
  ])('[WKC6] a year that is not provisional and leaves out %s has a hole there', (_, date) => {
    const folder = copyOfCalendar();
    edit(`    "${date}": "holiday",\n`, '')(folder);
    expect(() => loadCalendar(folder)).toThrow(StartError);
    expect(() => loadCalendar(folder)).toThrow(
      new RegExp(`2026\\.json, field days\\.${date}: it is free by law`),
    );
    edit('"days"', '"provisional": true, "days"')(folder);
    expect(loadCalendar(folder).kindOf(Number(date.replaceAll('-', ''))).provisional).toBe(true);
  });

  it('[WKC6] nor may it work on one of them, be empty, or be a year whose Spring Festival nobody wrote down', () => {
    const worked = copyOfCalendar();
    edit('"2026-10-03": "holiday"', '"2026-10-03": "makeup"')(worked);
    expect(() => loadCalendar(worked)).toThrow(/2026\.json, field days\.2026-10-03: it is free by law/);
    const empty = copyOfCalendar();
    const head = { year: 2027, source: 'a notice', licence: 'MIT', days: {} };
    writeFileSync(join(empty, '2027.json'), JSON.stringify(head));
    expect(() => loadCalendar(empty)).toThrow(/2027\.json, field days\.2027-01-01: it is free by law/);
    const path = join(empty, 'statutory.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"2027"', '"2099"'));
    expect(() => loadCalendar(empty)).toThrow(
      /2027\.json, field year: statutory\.json does not name .* of 2027/,
    );
  });

  it('[WKC6] a calendar that does not say which days are free by law is not taken', () => {
    const without = copyOfCalendar();
    rmSync(join(without, 'statutory.json'));
    expect(() => loadCalendar(without)).toThrow(/statutory\.json cannot be read/);
    const wrong = copyOfCalendar();
    writeFileSync(
      join(wrong, 'statutory.json'),
      '{"source": "s", "licence": "l", "fixed": ["13-01"], "movable": {}}',
    );
    expect(() => loadCalendar(wrong)).toThrow(/statutory\.json, field fixed\.0: /);
  });

  it('[WKC4] are what the script makes of its source, and each names source and licence', () => {
    const made = calendarTexts();
    expect(made.map(([file]) => file)).toEqual(readdirSync(FOLDER).sort());
    for (const [file, text] of made) {
      expect(readFileSync(join(FOLDER, file), 'utf8'), `${file}: run npm run calendars`).toBe(text);
      expect(JSON.parse(text)).toMatchObject({ source: expect.stringMatching(/./), licence: 'MIT' });
    }
    expect(made.map(([file]) => file).slice(0, 2)).toEqual(['2004.json', '2005.json']);
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['a missing year', (folder) => rmSync(join(folder, '2015.json')), /2015\.json is missing: .*hole/],
    [
      'a date that does not exist',
      edit('"2026-02-20"', '"2026-02-30"'),
      /2026\.json, field days\.2026-02-30: /,
    ],
    ['a day of another year', edit('"2026-02-20"', '"2025-02-20"'), /field days\.2025-02-20: .*another year/],
    ['a day twice', edit('"2026-02-20"', '"2026-02-19"'), /field days\.2026-02-19: it is there twice/],
    ['a make-up on a weekday', edit('"2026-10-10"', '"2026-10-12"'), /field days\.2026-10-12: .*weekend/],
    ['another word', edit('"makeup"', '"overtime"'), /2026\.json, field days\.2026-01-04: /],
    ['another year', edit('"year": 2026', '"year": 2027'), /2026\.json, field year: it is 2027/],
    ['no source', edit('"source"', '"origin"'), /2026\.json, field source: /],
    ['no JSON', edit('{', '['), /2026\.json is not JSON/],
    [
      'no year at all',
      (folder) => years(folder).forEach((file) => rmSync(join(folder, file))),
      /holds no year/,
    ],
  ])('[WKC5] %s is named by file and field', (_, spoil, expected) => {
    const folder = copyOfCalendar();
    spoil(folder);
    expect(() => loadCalendar(folder)).toThrow(expected);
    expect(() => loadCalendar(folder)).toThrow(StartError);
  });
});

function copyOfCalendar(): string {
  const folder = join(tempDir(), 'cn');
  cpSync(FOLDER, folder, { recursive: true });
  return folder;
}

function edit(from: string, to: string): (folder: string) => void {
  return (folder) => {
    const path = join(folder, '2026.json');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
}

function years(folder: string): readonly string[] {
  return readdirSync(folder);
}

function everyDay(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

function secondKind(date: string): string {
  const told = HolidayUtil.getHoliday(date);
  if (told !== null) return told.isWork() ? 'makeup' : 'holiday';
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? 'rest' : 'work';
}
