import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const GOV = 'www.gov.cn';

/**
 * Where the General Office of the State Council published the arrangement of a year's holidays, and in which
 * month, as chinese-days names it in its source. 2015, 2019 and 2020 were changed within the year. For 2005 it
 * names no notice, so the days of that year stay provisional.
 *
 * @type {Readonly<Record<number, { pages: readonly string[], month?: string }>>}
 */
const NOTICES = {
  2004: { pages: ['zh.wikisource.org/zh-hans/国务院办公厅关于2004年部分节假日安排的通知'] },
  2006: { pages: [`${GOV}/jrzg/2005-12/22/content_133837.htm`], month: '2005-12' },
  2007: { pages: [`${GOV}/fwxx/sh/2006-12/18/content_471877.htm`], month: '2006-12' },
  2008: { pages: [`${GOV}/zwgk/2007-12/18/content_837184.htm`], month: '2007-12' },
  2009: { pages: [`${GOV}/zwgk/2008-12/10/content_1174014.htm`], month: '2008-12' },
  2010: { pages: [`${GOV}/zwgk/2009-12/08/content_1482691.htm`], month: '2009-12' },
  2011: { pages: [`${GOV}/zwgk/2010-12/10/content_1762643.htm`], month: '2010-12' },
  2012: { pages: [`${GOV}/zwgk/2011-12/06/content_2012097.htm`], month: '2011-12' },
  2013: { pages: [`${GOV}/zwgk/2012-12/10/content_2286598.htm`], month: '2012-12' },
  2014: { pages: [`${GOV}/zwgk/2013-12/11/content_2546204.htm`], month: '2013-12' },
  2015: {
    pages: [
      `${GOV}/zhengce/content/2014-12/16/content_9302.htm`,
      `${GOV}/zhengce/content/2015-05/13/content_9742.htm`,
    ],
    month: '2014-12',
  },
  2016: { pages: [`${GOV}/zhengce/content/2015-12/10/content_10394.htm`], month: '2015-12' },
  2017: { pages: [`${GOV}/zhengce/content/2016-12/01/content_5141603.htm`], month: '2016-12' },
  2018: { pages: [`${GOV}/zhengce/content/2017-11/30/content_5243579.htm`], month: '2017-11' },
  2019: {
    pages: [
      `${GOV}/xinwen/2018-12/06/content_5346287.htm`,
      `${GOV}/zhengce/content/2019-03/22/content_5375877.htm`,
    ],
    month: '2018-12',
  },
  2020: {
    pages: [
      `${GOV}/zhengce/content/2019-11/21/content_5454164.htm`,
      `${GOV}/zhengce/content/2020-01/27/content_5472352.htm`,
    ],
    month: '2019-11',
  },
  2021: { pages: [`${GOV}/zhengce/content/2020-11/25/content_5564127.htm`], month: '2020-11' },
  2022: { pages: [`${GOV}/zhengce/content/2021-10/25/content_5644835.htm`], month: '2021-10' },
  2023: { pages: [`${GOV}/zhengce/content/2022-12/08/content_5730844.htm`], month: '2022-12' },
  2024: { pages: [`${GOV}/zhengce/content/202310/content_6911527.htm`], month: '2023-10' },
  2025: { pages: [`${GOV}/zhengce/zhengceku/202411/content_6986383.htm`], month: '2024-11' },
  2026: { pages: [`${GOV}/zhengce/zhengceku/202511/content_7047091.htm`], month: '2025-11' },
};

/** Free by law in every year since 2000, whatever is arranged around them. */
const FIXED = ['01-01', '05-01', '10-01', '10-02', '10-03'];
/** How far ahead the Spring Festival is written down. */
const LAST_FESTIVAL = 2060;

/**
 * The files of the Chinese calendar of working days: name and text of each year that chinese-days knows, and of the
 * days that are free by law, by which a year with a hole is told.
 *
 * @returns {readonly (readonly [file: string, text: string])[]}
 */
export function calendarTexts() {
  return [...yearTexts(), statutoryText()];
}

/** @returns {readonly [file: string, text: string]} */
function statutoryText() {
  const years = Array.from({ length: LAST_FESTIVAL - 2003 }, (_, index) => 2004 + index);
  const statutory = {
    source:
      '国务院《全国年节及纪念日放假办法》 (1999, 2007, 2013, 2024); the Spring Festival as lunar-typescript has it',
    licence: 'MIT',
    fixed: FIXED,
    movable: Object.fromEntries(years.map((year) => [year, springFestival(year)])),
  };
  // A list on one line, as the formatter has it.
  const text = JSON.stringify(statutory, null, 2).replaceAll(/\[[^\]]*\]/g, (list) =>
    list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  return ['statutory.json', `${text}\n`];
}

/**
 * The days of the Spring Festival that the law of the year makes free: three from New Year's Day, from 2008 to 2013
 * three from New Year's Eve, and from 2025 on four from New Year's Eve.
 *
 * @param {number} year
 * @returns {readonly string[]}
 */
function springFestival(year) {
  const { Lunar } = require('lunar-typescript');
  const newYear = Date.parse(Lunar.fromYmd(year, 1, 1).getSolar().toYmd());
  const [first, days] = year >= 2025 ? [-1, 4] : year >= 2008 && year <= 2013 ? [-1, 3] : [0, 3];
  return Array.from({ length: days }, (_, index) =>
    new Date(newYear + (first + index) * 86_400_000).toISOString().slice(0, 10),
  );
}

/** @returns {readonly (readonly [file: string, text: string])[]} */
function yearTexts() {
  const { version, license } = require('chinese-days/package.json');
  const { holidays, workdays } = require('chinese-days/dist/chinese-days.json');
  const all = [
    ...Object.keys(holidays).map((date) => [date, 'holiday']),
    ...Object.keys(workdays).map((date) => [date, 'makeup']),
  ].sort();
  const years = [...new Set(all.map(([date = '']) => Number(date.slice(0, 4))))];
  return years.map((year) => {
    const notice = NOTICES[year];
    const calendar = {
      year,
      source: `${notice?.pages.join(', ') ?? 'no official notice at hand'}; as chinese-days ${version} has it`,
      licence: license,
      ...(notice?.month === undefined ? {} : { noticeMonth: notice.month }),
      ...(notice === undefined ? { provisional: true } : {}),
      days: Object.fromEntries(all.filter(([date = '']) => date.startsWith(`${year}-`))),
    };
    return [`${year}.json`, `${JSON.stringify(calendar, null, 2)}\n`];
  });
}
