import { StartError } from '../StartError.ts';
import type { FieldOrigin, Heading } from './replayMap.ts';

/** The text of one field of a row; outer white space is cut off where it cannot be meant. */
export type ReadField = (cells: readonly string[]) => string;

/** Finds the columns that a mapping names and reads fields out of rows. */
export class CellReader {
  readonly #columns = new Map<string, readonly number[]>();
  readonly #width: number;

  /** Headings are compared without outer white space, runs of white space as one, capitals as small letters. */
  constructor(header: readonly string[]) {
    this.#width = header.length;
    for (const [index, heading] of header.entries()) {
      const name = plain(heading);
      this.#columns.set(name, [...(this.#columns.get(name) ?? []), index]);
    }
  }

  /** Throws StartError where a column is missing or there twice; `where` begins its sentence. */
  field(origin: FieldOrigin, where: string, trims: boolean): ReadField {
    const cut = trims ? (cell: string) => cell.trim() : (cell: string) => cell;
    if (typeof origin === 'string' || Array.isArray(origin)) return this.#column(origin, where, cut);
    if ('value' in origin) return () => origin.value;
    if ('column' in origin) return this.#translated(origin, where, cut);
    const parts = origin.columns.map((heading) => this.#column(heading, where, cut, origin.optional));
    return (cells) =>
      parts
        .map((read) => read(cells))
        .filter((text) => text !== '')
        .join(origin.join);
  }

  #translated(
    { column, values, otherwise, optional }: Extract<FieldOrigin, { column: Heading }>,
    where: string,
    cut: (cell: string) => string,
  ): ReadField {
    const read = this.#column(column, where, cut, optional);
    const words = new Map(Object.entries(values).map(([word, meaning]) => [word.trim(), meaning]));
    return (cells) => {
      const text = read(cells);
      return words.get(text.trim()) ?? otherwise ?? text;
    };
  }

  #column(heading: Heading, where: string, cut: (cell: string) => string, isOptional = false): ReadField {
    const names = typeof heading === 'string' ? [heading] : heading;
    const found = names.find((name) => this.#columns.has(plain(name)));
    if (found === undefined) {
      if (isOptional) return () => '';
      throw new StartError(
        `${where}: the file has no column ${names.map((name) => `'${name}'`).join(' or ')} among its ${this.#width}.`,
      );
    }
    const [index = 0, second] = this.#columns.get(plain(found)) ?? [];
    if (second !== undefined)
      throw new StartError(
        `${where}: the file has the column '${found}' twice, as number ${index + 1} and ${second + 1}.`,
      );
    return (cells) => cut(cells[index] ?? '');
  }
}

function plain(heading: string): string {
  return heading.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
