import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { StartError } from '../StartError.ts';

/** A file of text as UTF-8 bytes that can be read from any place on. */
export interface CsvText {
  readonly from: (byte: number) => Readable;
  /** Whether a sign of replacement in it may be one that was typed: in UTF-8 they are told apart by the bytes. */
  readonly isUtf8: boolean;
}

/** A file in another encoding is held in memory as UTF-8; beyond this it should be converted first. */
const MOST_DECODED = 1024 * 1024 * 1024;
const PIECE = 64 * 1024;

const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The text of a file by the encoding that the mapping names, unless a byte order mark says what it is. */
export async function openCsvText(path: string, named: string): Promise<CsvText> {
  const meant = (await markOf(path)) ?? new TextDecoder(named).encoding;
  // The larger of the two holds the smaller one whole, and says what is none of its signs.
  const encoding = meant === 'gbk' ? 'gb18030' : meant;
  if (encoding === 'utf-8') return { from: (start) => createReadStream(path, { start }), isUtf8: true };
  const bytes = await decoded(path, encoding);
  return { from: (start) => Readable.from(pieces(bytes, start)), isUtf8: false };
}

async function markOf(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
    const found = MARKS.find(
      ([, mark]) => bytesRead >= mark.length && mark.every((byte, index) => buffer[index] === byte),
    );
    return found?.[0];
  } finally {
    await file.close();
  }
}

async function decoded(path: string, encoding: string): Promise<Buffer> {
  const decoder = new TextDecoder(encoding);
  const bytes: Buffer[] = [];
  let size = 0;
  const keep = (text: string): void => {
    const piece = Buffer.from(text);
    size += piece.length;
    bytes.push(piece);
    if (size > MOST_DECODED)
      throw new StartError(`${path} is too large to be read as ${encoding}; convert it to UTF-8 first.`);
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    keep(decoder.decode(chunk, { stream: true }));
  keep(decoder.decode());
  return Buffer.concat(bytes);
}

function* pieces(bytes: Buffer, start: number): Generator<Buffer> {
  for (let at = start; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
