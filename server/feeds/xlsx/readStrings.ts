import { readXml } from './readXml.ts';
import type { ZipParts } from './ZipParts.ts';

/** The texts that cells share, by number; styled runs joined, readings beside characters (`rPh`) left out. */
export async function readStrings(parts: ZipParts, part: string | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  const text = new RichText();
  await readXml(parts.read(part), {
    open: (name) => text.open(name),
    close: (name) => {
      text.close(name);
      if (name === 'si') strings.push(text.take());
    },
    text: (piece) => text.add(piece),
  });
  return strings;
}

/** Gathers the text of one `si` or `is` element. */
export class RichText {
  #text = '';
  #isText = false;
  #isReading = false;

  open(name: string): void {
    if (name === 'rPh') this.#isReading = true;
    if (name === 't') this.#isText = !this.#isReading;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isReading = false;
    if (name === 't') this.#isText = false;
  }

  add(piece: string): void {
    if (this.#isText) this.#text += piece;
  }

  /** What was gathered; the next text begins empty. */
  take(): string {
    const text = unescaped(this.#text);
    this.#text = '';
    return text;
  }
}

/** Signs that XML cannot hold stand as `_x000D_` in a workbook; `_x005F_` is the underscore itself. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
