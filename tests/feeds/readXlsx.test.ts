import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readReplay } from '../../server/feeds/readReplay.ts';
import type { Replay } from '../../server/feeds/readReplay.ts';
import { readXlsx } from '../../server/feeds/readXlsx.ts';
import type { XlsxLayout } from '../../server/feeds/readXlsx.ts';
import { ZipParts } from '../../server/feeds/xlsx/ZipParts.ts';
import { loadCity } from '../../server/loadCity.ts';
import { StartError } from '../../server/StartError.ts';
import { describeWithData, MESSAGES_XLSX } from '../support/sharedData.ts';
import { sheetRows } from '../support/sheetRows.ts';
import { tempDir } from '../support/tempDir.ts';
import { textRows, workbookFile, zipFile } from '../support/workbookFile.ts';
import type { WorkbookXml } from '../support/workbookFile.ts';

const MESSAGES_MAP = join(import.meta.dirname, 'maps/messages.json');

const STRINGS =
  '<si><t>id</t></si><si><t>text</t></si><si><t xml:space="preserve"> \n\t两边有空白\n </t></si>' +
  '<si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si>';
/** Style 1 is a date by its number, 2 by a format of its own, 3 a length of time, 4 a sum of money. */
const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm;@"/>' +
  '<numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="0.00\\ &quot;days&quot;"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>';

/** One row, a cell after the other, as the XML has it. */
const row = (line: number, ...cells: string[]) => `<row r="${line}">${cells.join('')}</row>`;
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

async function rowsOf(sheet: string, more: Partial<WorkbookXml> = {}, layout: XlsxLayout = {}) {
  return readXlsx(workbookFile({ styles: STYLES, ...more, sheets: { s: sheet } }), layout);
}

/** How cells of one row come out, the column names left out. */
async function cellsOf(cells: readonly string[], more: Partial<WorkbookXml> = {}) {
  const { rows } = await rowsOf(row(1, ...cells.map((_, i) => text(`c${i}`))) + row(2, ...cells), more);
  return rows.map((read) => ('cells' in read ? read.cells : read.faults));
}

describe('reading a workbook', () => {
  it('[FED17] texts stay as they are, numbers, dates, links and formulas become text, an error breaks its row', async () => {
    const sheet =
      row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', text('at'), text('other')) +
      row(2, '<c r="A2"><v>188006</v></c>', '<c r="B2" t="s"><v>2</v></c>') +
      row(
        3,
        '<c><v>0.10000000000000001</v></c>',
        '<c t="s"><v>3</v></c>',
        '<c/>',
        '<c><f>1+1</f><v>2</v></c>',
      ) +
      row(4, text('x'), text('a &amp; b'), '<c r="D4" t="e"><v>#REF!</v></c>') +
      row(5, text('y'), text('_x000D_z'), '<c r="D5" t="b"><v>1</v></c>') +
      row(9, '<c r="D9" t="str"><f>A1</f><v>later</v></c>', '<c r="F9"><v>1</v></c>');
    const { header, rows } = await rowsOf(sheet, { strings: STRINGS });
    expect(header).toEqual(['id', 'text', 'at', 'other']);
    expect(rows).toEqual([
      { line: 2, cells: ['188006', ' \n\t两边有空白\n ', '', ''] },
      { line: 3, cells: ['0.1', 'rich text', '', '2'] },
      { line: 4, faults: [{ field: '', fault: 'cell_error' }] },
      { line: 5, cells: ['y', '\rz', '', 'true'] },
      { line: 9, cells: ['', '', '', 'later'] },
    ]);
  });

  it.each([
    ['2025-03-24T23:58:07', '2025-03-24T23:58:07.000'],
    ['2025-03-24T23:58', '2025-03-24T23:58:00.000'],
    ['2025-03-24T23:58:07.1239', '2025-03-24T23:58:07.123'],
    ['2025-03-24', '2025-03-24T00:00:00.000'],
    ['2025-03-24T23:58:07Z', '2025-03-24T23:58:07.000Z'],
    ['2025-03-24T23:58:07+08:00', '2025-03-24T23:58:07.000+08:00'],
    ['1905', '1905'],
  ])('[FED360] a date cell written as text, %s, is that date', async (written, expected) => {
    expect(await cellsOf([`<c t="d" s="1"><v>${written}</v></c>`])).toEqual([[expected]]);
  });

  it('[FED360] day numbers are dates where their format shows one, counted from 1900 or from 1904', async () => {
    const days = ['<c s="1"><v>45740.998599537037</v></c>', '<c s="2"><v>45740</v></c>'];
    expect(await cellsOf(days)).toEqual([['2025-03-24T23:57:59.000', '2025-03-24T00:00:00.000']]);
    expect(await cellsOf(['<c s="1"><v>44278.5</v></c>'], { is1904: true })).toEqual([
      ['2025-03-24T12:00:00.000'],
    ]);
    expect(await cellsOf(['<c s="3"><v>45740.5</v></c>', '<c s="4"><v>45740.5</v></c>'])).toEqual([
      ['45740.5', '45740.5'],
    ]);
    expect(
      await cellsOf(['<c s="1"><v>59</v></c>', '<c s="1"><v>60.5</v></c>', '<c s="1"><v>61</v></c>']),
    ).toEqual([['1900-02-28T00:00:00.000', '1900-02-29', '1900-03-01T00:00:00.000']]);
    expect(await cellsOf(['<c s="1"><v>-3</v></c>', '<c s="1"><v>1e300</v></c>'])).toEqual([
      ['-3', '1e+300'],
    ]);
  });

  it('[FED361] a sheet is found by its name or its number, and its column names in the row that is told', async () => {
    const path = workbookFile({
      sheets: {
        cover: textRows([['printed on Monday']]),
        rows: `<row r="3" hidden="1">${text('id')}</row>${row(5, text('a'))}`,
      },
    });
    const read = { header: ['id'], rows: [{ line: 5, cells: ['a'] }] };
    expect(await readXlsx(path, { sheet: 'rows' })).toEqual(read);
    expect(await readXlsx(path, { sheet: 2 })).toEqual(read);
    expect(await readXlsx(path, { sheet: 2, headerRow: 3 })).toEqual(read);
    expect(await readXlsx(path)).toEqual({ header: ['printed on Monday'], rows: [] });
    await expect(readXlsx(path, { sheet: 2, headerRow: 4 })).rejects.toThrow(
      /has nothing in row 4, where its column names should stand\.$/,
    );
  });

  it('[FED14] a sheet that is not there, or a file that is no workbook, stops the start', async () => {
    const path = workbookFile({ sheets: { empty: '', rows: textRows([['a']]) } });
    for (const sheet of ['nowhere', 3])
      await expect(readXlsx(path, { sheet })).rejects.toThrow(/has no sheet '.+'; it has: 'empty', 'rows'\./);
    await expect(readXlsx(path)).rejects.toThrow(/has no rows/);
    await expect(readXlsx(MESSAGES_MAP)).rejects.toThrow(StartError);
    const broken = workbookFile({ sheets: { s: '<row><c>' } });
    await expect(readXlsx(broken)).rejects.toThrow(/^[^\n]+ is no workbook that can be read: [^\n]+\.$/);
  });

  it('[FED362] a workbook that was made to fill the memory is refused, whatever its list says of its size', async () => {
    const path = join(tempDir(), 'bomb.xlsx');
    const bomb = { 'xl/workbook.xml': ' '.repeat(1_000_000) };
    zipFile(path, bomb, { 'xl/workbook.xml': 10 });
    await expect(readXlsx(path)).rejects.toThrow(/is no workbook that can be read: too many bytes/);
    const parts = await ZipParts.open(workbookFile({ sheets: { s: textRows([['a']]) } }), 100);
    const drained = async () => {
      for await (const chunk of parts.read('xl/workbook.xml')) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(drained()).rejects.toThrow('unpacked it is larger than this hub reads');
    parts.close();
    await expect(rowsOf(row(1, '<c r="ZZZZ1"><v>1</v></c>'))).rejects.toThrow(/no column that there can be/);
    await expect(rowsOf(row(2, text('a')) + row(2, text('b')))).rejects.toThrow(/row 2 follows row 2/);
    const wide = row(1, '<c r="XFD1"><v>1</v></c>') + '<row><c><v>1</v></c></row>'.repeat(7);
    await expect(readXlsx(workbookFile({ sheets: { s: wide } }), {}, 100_000)).rejects.toThrow(
      /more than 100000 cells/,
    );
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
