import { describe, expect, it } from 'vitest';
import { Language } from '../../client/i18n/Language.svelte.ts';
import { en } from '../../client/i18n/en.ts';
import { TimeFormat, fill, formatCount, formatSeconds } from '../../client/i18n/format.ts';
import { sharedEnding } from '../../client/i18n/sharedEnding.ts';
import { zh } from '../../client/i18n/zh.ts';
import { NOON, filledWall } from './filledWall.ts';

function storage(kept: Record<string, string> = {}) {
  return {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
  };
}

function textsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf);
}

describe('Language', () => {
  it('[I18N1] is Chinese where nobody says otherwise, and the city’s first where the city does', () => {
    const language = new Language({ query: '', storage: storage() });
    expect(language.code).toBe('zh');
    language.offer(['en', 'zh']);
    expect(language.code).toBe('en');
  });

  it('[I18N2] follows the address before the kept choice, and the kept choice before the city', () => {
    const kept = { language: 'en' };
    expect(new Language({ query: '?a=1&lang=zh', storage: storage(kept) }).code).toBe('zh');
    const language = new Language({ query: '?lang=fr', storage: storage(kept) });
    language.offer(['zh']);
    expect(language.code).toBe('en');
  });

  it('[I18N3] keeps what somebody switched to for the next start', () => {
    const kept: Record<string, string> = {};
    const language = new Language({ query: '?lang=zh', storage: storage(kept) });
    language.toggle();
    expect(language.words).toBe(en);
    expect(new Language({ query: '', storage: storage(kept) }).code).toBe('en');
  });
});

describe('the catalogues', () => {
  it('[I18N4] never say the corrupt wordings that were once published', () => {
    const corrupt = ['诉讼即行', '接受指控', '管理类', '街乡笛', '部门报告', '满足率', '没有先告诉', '逾期'];
    const words = textsOf(zh).join('\n');
    for (const wording of corrupt) expect(words).not.toContain(wording);
  });

  it('[I18N5] have no empty text and keep the same places to be filled in both languages', () => {
    const places = (texts: readonly string[]) => texts.map((text) => text.match(/\{\w+\}/g)?.sort() ?? []);
    expect(textsOf(zh).every((text) => text !== '')).toBe(true);
    expect(textsOf(en).every((text) => text !== '')).toBe(true);
    expect(places(textsOf(zh))).toEqual(places(textsOf(en)));
  });

  it('[I18N6] name an unknown code and a withheld one in the language of the page', () => {
    const { city } = filledWall('live', 'zh').state;
    expect(city.area('unknown')).toBe('未知');
    expect(city.category('withheld')).toBe('仅计数');
    expect(city.unit('no-such-unit')).toBe('未知');
    expect(filledWall('live', 'en').state.city.category('withheld')).toBe('Counted only');
  });
});

describe('formats', () => {
  it('[I18N7] separate thousands, in the same way in both languages', () => {
    expect(formatCount(10_000)).toBe('10,000');
    expect(formatCount(0)).toBe('0');
    expect(formatSeconds(1_249)).toBe('1.2');
    expect(fill('{n} of {m} and {other}', { n: 1, m: 'two' })).toBe('1 of two and {other}');
  });

  it('[I18N9] of names leave out the last word that all of them share, and nothing of one alone', () => {
    expect(sharedEnding(['Chaoyang District', 'Haidian District'])).toBe(' District');
    for (const names of [['Chaoyang District'], ['Chaoyang District', 'The Bronx'], ['朝阳区', '海淀区'], []])
      expect(sharedEnding(names)).toBe('');
  });

  it('[I18N8] tell times in the city’s zone', () => {
    const chinese = new TimeFormat('America/New_York', 'zh');
    expect(chinese.clock(NOON)).toBe('12:00:00');
    expect(chinese.minute(NOON + 12 * 3_600_000)).toBe('00:00');
    expect(chinese.date(NOON)).toContain('6月27日');
    expect(new TimeFormat('America/New_York', 'en').date(NOON)).toMatch(/^Sat,? 27 Jun$/);
  });
});
