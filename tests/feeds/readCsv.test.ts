import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../server/feeds/readCsv.ts';
import { StartError } from '../../server/StartError.ts';
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
});
