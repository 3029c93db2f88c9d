import { dateText, isoDateText } from './cellDates.ts';
import { RichText, unescaped } from './readStrings.ts';
import type { XmlReader } from './readXml.ts';

/** What cells refer to, and how their numbers are meant. */
export interface CellBook {
  readonly strings: readonly string[];
  /** By the number of a style: whether it shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly is1904: boolean;
}

/** A row's cells from the first column on; undefined where a cell holds an error such as `#REF!`. */
export type SheetRow = (line: number, cells: readonly (string | undefined)[]) => void;

/** As many columns as a sheet can have. */
const MOST_COLUMNS = 16_384;
/** The longest text that a cell can hold is 32,767 signs; a program that writes more is given room. */
const LONGEST_CELL = 1_000_000;
/** Cells that may be passed over or read in one sheet: a lone cell far to the right takes all before it along. */
const MOST_CELLS = 200_000_000;

/** Hears a sheet's XML and tells its rows, those without any text left out. Numbers come in their shortest form. */
export class SheetReader implements XmlReader {
  readonly #book: CellBook;
  readonly #tell: SheetRow;
  readonly #inline = new RichText();
  #line = 0;
  #passed = 0;
  #cells: (string | undefined)[] = [];
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;

  constructor(book: CellBook, tell: SheetRow) {
    this.#book = book;
    this.#tell = tell;
  }

  readonly open: XmlReader['open'] = (name, attributes) => {
    if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#isValue = true;
    else this.#inline.open(name);
  };

  readonly close: XmlReader['close'] = (name) => {
    if (name === 'row') this.#closeRow();
    else if (name === 'c') this.#closeCell();
    else if (name === 'v') this.#isValue = false;
    else this.#inline.close(name);
  };

  readonly text: XmlReader['text'] = (piece) => {
    if (!this.#isValue) {
      this.#inline.add(piece);
      return;
    }
    this.#value += piece;
    if (this.#value.length > LONGEST_CELL) throw new Error(`a cell of row ${this.#line} is too long`);
  };

  /** Where a program leaves the number out, a row is the one after the last, and so with cells. */
  #openRow(at: string | undefined): void {
    const line = at === undefined ? this.#line + 1 : Number(at);
    if (!(Number.isInteger(line) && line > this.#line))
      throw new Error(`row ${line} follows row ${this.#line}`);
    this.#line = line;
    this.#cells = [];
    this.#column = 0;
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    if (!(this.#column >= 1 && this.#column <= MOST_COLUMNS))
      throw new Error(`row ${this.#line} has a cell in no column that there can be`);
    this.#type = t;
    this.#style = Number(s);
    this.#value = '';
  }

  #closeCell(): void {
    const inline = this.#inline.take();
    const text = this.#type === 'inlineStr' ? inline : this.#told();
    while (this.#cells.length < this.#column - 1) this.#cells.push('');
    this.#cells[this.#column - 1] = text;
  }

  #closeRow(): void {
    this.#passed += this.#cells.length;
    if (this.#passed > MOST_CELLS) throw new Error(`it has more than ${MOST_CELLS} cells`);
    if (this.#cells.some((cell) => cell !== '')) this.#tell(this.#line, this.#cells);
  }

  /** The cell's value as text; undefined for an error. */
  #told(): string | undefined {
    const value = this.#value;
    if (this.#type === 'e') return undefined;
    if (value === '') return '';
    switch (this.#type) {
      case 's':
        return this.#book.strings[Number(value)];
      case 'str':
        return unescaped(value);
      case 'b':
        return value === '1' ? 'true' : 'false';
      case 'd':
        return isoDateText(value);
      default:
        return this.#number(value);
    }
  }

  #number(value: string): string {
    const number = Number(value);
    if (Number.isNaN(number)) return value;
    return this.#book.dateStyles[this.#style] === true ? dateText(number, this.#book.is1904) : String(number);
  }
}

/** `C7` is in column 3; 0 where no letters stand before the number. */
function columnOf(reference: string): number {
  let column = 0;
  for (const sign of reference) {
    const letter = sign.charCodeAt(0) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column;
}
