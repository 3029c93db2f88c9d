import { unzip } from './unzip.ts';

/**
 * The first sheet of a workbook, row by row, a cell by its column's letter; only what the XML itself says, by
 * plain pattern matching.
 */
export function sheetRows(path: string): readonly Readonly<Record<string, string>>[] {
  const strings = [...unzip(path, 'xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = '']) =>
    [...si.matchAll(/<t(?: [^>]*)?>(.*?)<\/t>/gs)].map(([, text = '']) => plain(text)).join(''),
  );
  const cell = /<c r="([A-Z]+)[0-9]+"([^>]*)><v>(.*?)<\/v><\/c>/gs;
  return [...unzip(path, 'xl/worksheets/sheet1.xml').matchAll(/<row .*?<\/row>/gs)].map(([row]) =>
    Object.fromEntries(
      [...row.matchAll(cell)].map(([, column = '', rest = '', value = '']) => [
        column,
        rest.includes('t="s"') ? (strings[Number(value)] ?? '') : value,
      ]),
    ),
  );
}

/** XML's own rule: a carriage return before a line feed is part of the line end. */
function plain(xml: string): string {
  return xml
    .replaceAll('\r\n', '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
