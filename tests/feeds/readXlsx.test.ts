import { join } from 'node:path';
import exceljs from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readReplay } from '../../server/feeds/readReplay.ts';
import type { Replay } from '../../server/feeds/readReplay.ts';
import { readXlsx } from '../../server/feeds/readXlsx.ts';
import { loadCity } from '../../server/loadCity.ts';
import { StartError } from '../../server/StartError.ts';
import { describeWithData, MESSAGES_XLSX } from '../support/sharedData.ts';
import { sheetRows } from '../support/sheetRows.ts';
import { tempDir } from '../support/tempDir.ts';

const MESSAGES_MAP = join(import.meta.dirname, 'maps/messages.json');

async function workbook(): Promise<string> {
  const book = new exceljs.Workbook();
  book.addWorksheet('empty');
  const sheet = book.addWorksheet('rows');
  sheet.addRow(['id', 'text', 'at', 'other']);
  sheet.addRow([188006, ' \n\t两边有空白\n ', new Date(Date.UTC(2019, 1, 28, 11, 25, 5)), true]);
  sheet.addRow([
    0.1,
    { richText: [{ text: 'rich ' }, { text: 'text' }] },
    null,
    { formula: '1+1', result: 2 },
  ]);
  sheet.addRow(['x', { text: 'link', hyperlink: 'https://example.org' }, null, { error: '#REF!' }]);
  const path = join(tempDir(), 'book.xlsx');
  await book.xlsx.writeFile(path);
  return path;
}

describe('reading a workbook', () => {
  it('[FED17] texts stay as they are, numbers, dates, links and formulas become text, an error breaks its row', async () => {
    const { header, rows } = await readXlsx(await workbook(), 'rows');
    expect(header).toEqual(['id', 'text', 'at', 'other']);
    expect(rows).toEqual([
      { line: 2, cells: ['188006', ' \n\t两边有空白\n ', '2019-02-28T11:25:05.000', 'true'] },
      { line: 3, cells: ['0.1', 'rich text', '', '2'] },
      { line: 4, faults: [{ field: '', fault: 'cell_error' }] },
    ]);
  });

  it('[FED14] a sheet that is not there, or a file that is no workbook, stops the start', async () => {
    await expect(readXlsx(await workbook(), 'nowhere')).rejects.toThrow(
      /has no sheet 'nowhere'; it has: 'empty', 'rows'\./,
    );
    await expect(readXlsx(MESSAGES_MAP, undefined)).rejects.toThrow(StartError);
  });
});

describeWithData('the 4,326 messages', () => {
  let replay: Replay;
  let sheet: ReturnType<typeof sheetRows>;
  beforeAll(async () => {
    replay = await readReplay(MESSAGES_XLSX, MESSAGES_MAP, loadCity('nyc'));
    sheet = sheetRows(MESSAGES_XLSX);
  });

  it('[FED17] each comes out equal to what lies in the XML, outer white space included', () => {
    const creates = replay.steps.filter(({ kind }) => kind === 'create');
    expect(replay.dead).toEqual([]);
    expect(creates).toHaveLength(4_326);
    expect(sheet).toHaveLength(4_327);
    for (const { line, intake } of creates) {
      const raw = sheet[line - 1];
      expect([intake.externalId, intake.title, intake.content]).toEqual([raw?.['A'], raw?.['C'], raw?.['E']]);
    }
    expect(creates.filter(({ intake }) => intake.content !== intake.content.trim()).length).toBeGreaterThan(
      4_000,
    );
  });

  it('[FED17] times written as text and as date cells are the same wall-clock reading', () => {
    let dateCells = 0;
    for (const { line, at } of replay.steps) {
      const cell = sheet[line - 1]?.['D'];
      // Excel's day 25569 is 1970-01-01; Shanghai is eight hours ahead.
      const days = Number(cell);
      const expected = Number.isNaN(days)
        ? Date.parse(
            `${cell
              ?.replace(/\b([0-9])\b/g, '0$1')
              .replaceAll('/', '-')
              .replace(' ', 'T')}+08:00`,
          )
        : Math.round((days - 25_569) * 86_400_000) - 8 * 3_600_000;
      if (!Number.isNaN(days)) dateCells++;
      expect(at).toBe(expected);
    }
    expect(dateCells).toBeGreaterThan(100);
  });
});
