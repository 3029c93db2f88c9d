import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../server/feeds/readCsv.ts';
import type { CsvLayout } from '../../server/feeds/readCsv.ts';
import { StartError } from '../../server/StartError.ts';
import { gbBytes } from '../support/foreignExports.ts';
import { tempDir } from '../support/tempDir.ts';

function file(content: string | Buffer): string {
  const path = join(tempDir(), 'rows.csv');
  writeFileSync(path, content);
  return path;
}

describe('reading CSV', () => {
  it('[FED12] cells keep white space, quotes, line breaks and commas exactly', async () => {
    const text = '\ufeffa,b\r\n  x\t,"say ""hi"", ok"\r\n"one\r\ntwo\n",\u3000四𠀀 \r\nlast,"row"';
    expect(await readCsv(file(text))).toEqual({
      header: ['a', 'b'],
      rows: [
        { line: 2, cells: ['  x\t', 'say "hi", ok'] },
        { line: 3, cells: ['one\r\ntwo\n', '\u3000四𠀀 '] },
        { line: 6, cells: ['last', 'row'] },
      ],
    });
  });

  it('[FED13] a broken row costs its own first line only, and the lines after it keep their numbers', async () => {
    const text = [
      'a,b,c',
      '1,2,3',
      '"open,2,3',
      '4,5,6',
      '7,"8"x,9',
      '',
      '10,11',
      '12,13,14',
      '"swallows,',
      'and closes",1,2,3,4',
      '15,16,17',
      '"open at the end,18,19',
    ].join('\n');
    expect((await readCsv(file(text))).rows).toEqual([
      { line: 2, cells: ['1', '2', '3'] },
      { line: 3, faults: [{ field: '', fault: 'broken_quotes' }] },
      { line: 4, cells: ['4', '5', '6'] },
      { line: 5, faults: [{ field: '', fault: 'broken_quotes' }] },
      { line: 7, faults: [{ field: '', fault: 'wrong_column_count' }] },
      { line: 8, cells: ['12', '13', '14'] },
      { line: 9, faults: [{ field: '', fault: 'broken_quotes' }] },
      { line: 10, faults: [{ field: '', fault: 'broken_quotes' }] },
      { line: 11, cells: ['15', '16', '17'] },
      { line: 12, faults: [{ field: '', fault: 'broken_quotes' }] },
    ]);
  });

  it('[FED13] rows far into a long file are found again behind a broken one', async () => {
    const good = (n: number) => `${n},${'四'.repeat(50)},end`;
    const lines = ['a,b,c', ...Array.from({ length: 3_000 }, (_, n) => good(n))];
    lines[1_501] = '"open,2,3';
    lines[2_001] = 'x,"8"x,9';
    const { rows } = await readCsv(file(`${lines.join('\n')}\n`));
    expect(rows).toHaveLength(3_000);
    expect(rows.flatMap((row) => ('faults' in row ? [row.line] : []))).toEqual([1_502, 2_002]);
    expect(rows[2_999]).toEqual({ line: 3_001, cells: ['2999', '四'.repeat(50), 'end'] });
  });

  it('[FED14] a file without a readable first line stops the start', async () => {
    await expect(readCsv(file(''))).rejects.toThrow(StartError);
    await expect(readCsv(file('"a,b\n1,2\n'))).rejects.toThrow(/no readable first line/);
  });

  it.each([
    ['gb18030', '工单;内容\n1;没有热水𠀀', gb18030Bytes],
    ['gbk', '工单;内容\n1;没有热水', gbBytes],
    [
      'windows-1252',
      'Straße;Größe\n1;10 €',
      (text: string) => Buffer.from(text.replace('€', '\x80'), 'latin1'),
    ],
    ['utf-16le', '工单;内容\r\n1;没有热水𠀀', (text: string) => Buffer.from(text, 'utf16le')],
    ['utf-16be', '工单;内容\n1;没有热水', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['gbk', '\ufeff工单;内容\n1;没有热水', (text: string) => Buffer.from(text, 'utf16le')],
    ['utf-8', '\ufeff工单;内容\n1;没有热水', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['gbk', '\ufeff工单;内容\n1;没有热水', (text: string) => Buffer.from(text)],
  ])(
    '[FED370] a file in %s is read, and a byte order mark goes before what the mapping says',
    async (encoding, text, encoded) => {
      const [head = '', row = ''] = text.replace('\ufeff', '').split(/\r?\n/);
      expect(await readCsv(file(encoded(text)), { encoding })).toEqual({
        header: head.split(';'),
        rows: [{ line: 2, cells: row.split(';') }],
      });
    },
  );

  it('[FED370] bytes that the encoding cannot hold break their own row, or the start where they are in a heading', async () => {
    const rows = Buffer.concat([gbBytes('号,文\n1,好\n2,'), Buffer.from([0xff, 0xff]), gbBytes('\n3,好\n')]);
    expect((await readCsv(file(rows), { encoding: 'gbk' })).rows).toEqual([
      { line: 2, cells: ['1', '好'] },
      { line: 3, faults: [{ field: '', fault: 'not_in_encoding' }] },
      { line: 4, cells: ['3', '好'] },
    ]);
    await expect(readCsv(file(gbBytes('工单号,文\n')), { isUtf8: false })).rejects.toThrow(
      /is not in the encoding that its mapping names .+ gb18030\.$/,
    );
  });

  it('[FED370] the separator is the mapping’s, or the one that the headings have most of outside quotes', async () => {
    const cells = async (text: string, layout: CsvLayout = {}) => {
      const { header, rows } = await readCsv(file(text), layout);
      return [header, ...rows.map((row) => ('cells' in row ? row.cells : row.faults))];
    };
    for (const separator of [',', ';', '\t', '|'])
      expect(await cells(`"a,;|\t,;|\t"${separator}b\n1${separator}2\n`)).toEqual([
        ['a,;|\t,;|\t', 'b'],
        ['1', '2'],
      ]);
    expect(await cells('alone\n1\n')).toEqual([['alone'], ['1']]);
    expect(await cells('a,b;c,d\n1,2;3,4\n', { separator: ';' })).toEqual([
      ['a,b', 'c,d'],
      ['1,2', '3,4'],
    ]);
    expect(await cells("a,b\n'1,2','it''s'\n", { quote: "'" })).toEqual([
      ['a', 'b'],
      ['1,2', "it's"],
    ]);
    expect(await cells('a,b\n"1,x"y\n', { quote: '' })).toEqual([
      ['a', 'b'],
      ['"1', 'x"y'],
    ]);
  });

  it('[FED370] the headings stand on the line that is told, whatever stands before it; lines keep their numbers', async () => {
    const text = 'made on "Monday\n\nid;text\n1;a\n"2;b\n3;c\n';
    expect(await readCsv(file(text), { headerRow: 3 })).toEqual({
      header: ['id', 'text'],
      rows: [
        { line: 4, cells: ['1', 'a'] },
        { line: 5, faults: [{ field: '', fault: 'broken_quotes' }] },
        { line: 6, cells: ['3', 'c'] },
      ],
    });
    await expect(readCsv(file(text), { headerRow: 9 })).rejects.toThrow(/has no rows/);
  });
});

/** The one sign beyond two bytes that these tests use, and all others as in GBK. */
function gb18030Bytes(text: string): Buffer {
  const parts = text.split('𠀀').map(gbBytes);
  return Buffer.concat(
    parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from([0x95, 0x32, 0x82, 0x36]), part])),
  );
}
