import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { tempDir } from './tempDir.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** What a workbook is made of; the XML between `<sheetData>` and its end, by the sheet's name. */
export interface WorkbookXml {
  readonly sheets: Readonly<Record<string, string>>;
  /** The `<si>` elements. */
  readonly strings?: string;
  /** Everything inside `<styleSheet>`. */
  readonly styles?: string;
  readonly is1904?: boolean;
}

/** Writes a workbook as the XML says, and answers its path. */
export function workbookFile({ sheets, strings, styles, is1904 }: WorkbookXml, path = freshPath()): string {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (...list: string[]) =>
    `${HEAD}<Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`;
  const list = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  zipFile(path, {
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': relations(
      ...names.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
      ...(strings === undefined ? [] : [relation('rIdS', 'sharedStrings', '/xl/sharedStrings.xml')]),
      ...(styles === undefined ? [] : [relation('rIdT', 'styles', 'styles.xml')]),
    ),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${is1904 === true ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
      ]),
    ),
    ...(strings === undefined
      ? {}
      : { 'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${strings}</sst>` }),
    ...(styles === undefined
      ? {}
      : { 'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}">${styles}</styleSheet>` }),
  });
  return path;
}

/** Rows of inline texts, the first on line 1. */
export function textRows(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `<c t="inlineStr"><is><t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  return rows.map((row, i) => `<row r="${i + 1}">${row.map(cell).join('')}</row>`).join('');
}

/** A ZIP file of texts; `claimed` is what its list says of a part's size, where that is not the truth. */
export function zipFile(
  path: string,
  texts: Readonly<Record<string, string>>,
  claimed: Readonly<Record<string, number>> = {},
): void {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(texts)) {
    const raw = Buffer.from(text);
    const packed = deflateRawSync(raw);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(raw), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(claimed[name] ?? raw.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const body = Buffer.concat([signed(0x04034b50, about), Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    list.push(signed(0x02014b50, Buffer.concat([Buffer.from([20, 0]), about, where])), Buffer.from(name));
    bodies.push(body);
    offset += body.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(list.length / 2, 4);
  end.writeUInt16LE(list.length / 2, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  writeFileSync(path, Buffer.concat([...bodies, directory, signed(0x06054b50, end)]));
}

function signed(signature: number, rest: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(signature);
  return Buffer.concat([head, rest]);
}

function freshPath(): string {
  return join(tempDir(), 'book.xlsx');
}
