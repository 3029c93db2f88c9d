import { posix } from 'node:path';
import { localName, readXml } from './readXml.ts';
import type { XmlReader } from './readXml.ts';
import type { ZipParts } from './ZipParts.ts';

export interface Sheet {
  readonly name: string;
  /** The part of the file that holds it. */
  readonly part: string;
}

/** What must be known of a workbook before one of its sheets can be read. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Days are counted from 1904 (old Macintosh files) and not from 1900. */
  readonly is1904: boolean;
  readonly stringsPart: string | undefined;
  readonly stylesPart: string | undefined;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** A workbook's list of sheets; throws an Error where the parts are no workbook. */
export async function openWorkbook(parts: ZipParts): Promise<Workbook> {
  const root = await relationsOf(parts, '');
  const part = [...root.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!parts.has(part)) throw new Error('it holds no list of sheets');
  const relations = await relationsOf(parts, part);
  const sheets: Sheet[] = [];
  let is1904 = false;
  const open: XmlReader['open'] = (name, attributes) => {
    if (name === 'workbookPr') is1904 = isTrue(attributes['date1904']);
    if (name !== 'sheet') return;
    const id = Object.entries(attributes).find(([key]) => key.includes(':') && localName(key) === 'id')?.[1];
    const relation = relations.get(id ?? '');
    if (relation?.type === 'worksheet')
      sheets.push({ name: attributes['name'] ?? '', part: relation.target });
  };
  await readXml(parts.read(part), { open, close: () => {}, text: () => {} });
  const ofType = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target;
  return { sheets, is1904, stringsPart: ofType('sharedStrings'), stylesPart: ofType('styles') };
}

/** The parts that a part refers to, by their ids; the type is the last word of its address. */
async function relationsOf(parts: ZipParts, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const list = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  const open: XmlReader['open'] = (name, { Id = '', Type = '', Target = '' }) => {
    if (name !== 'Relationship') return;
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
    relations.set(Id, { type: posix.basename(Type), target });
  };
  await readXml(parts.read(list), { open, close: () => {}, text: () => {} });
  return relations;
}

export function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}
