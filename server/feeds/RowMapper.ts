import { faultsOf } from '../../shared/contract/faultsOf.ts';
import { intakeSchema } from '../../shared/contract/intake.ts';
import type { City } from '../../shared/domain/City.ts';
import type { InputFault } from '../../shared/domain/refusals.ts';
import { UNKNOWN } from '../../shared/domain/vocabulary.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import { CellReader } from './CellReader.ts';
import type { ReadField } from './CellReader.ts';
import { codeBook } from './codeBook.ts';
import { INTAKE_BYTES } from './FeedPort.ts';
import type { IntakeBody } from './FeedPort.ts';
import { readPoint } from './readPoint.ts';
import { OUTCOMES } from './replayMap.ts';
import { addOne } from './addOne.ts';
import type { FieldOrigin, MappedField, ReplayMap } from './replayMap.ts';
import { TimeReader } from './TimeReader.ts';
import { DATE_CELL_FORMAT } from './xlsx/cellDates.ts';

/** How a source ended a case, and when by its own clock. */
export interface Closing {
  readonly at: number;
  readonly how: 'closed' | 'duplicate' | 'transferred';
}

/** A row made ready to be filed; instants in epoch milliseconds. */
export interface MappedRow {
  readonly intake: IntakeBody;
  readonly reportedAt: number;
  /** Undefined where the source has not ended the case, or does not say when. */
  readonly closing: Closing | undefined;
  /** Until when the source itself had promised it. */
  readonly dueAt: number | undefined;
}

type TimeField = 'reportedAt' | 'closedAt' | 'dueAt';

/** The longest word that the intake takes as a code; a longer one is left out, and so the matter unknown. */
const LONGEST_CODE = 64;
const NUMBER = /^[+-]?[0-9]+([.,][0-9]*)?([eE][+-]?[0-9]+)?$/;

/** What somebody typed, and so what may begin or end with white space that is meant. */
const TYPED: ReadonlySet<MappedField> = new Set([
  'title',
  'content',
  'address',
  'requesterName',
  'requesterPhone',
]);

/** Turns the cells of a row into an intake by a mapping; what is wrong with a row is told by field and code. */
export class RowMapper {
  readonly #map: ReplayMap;
  readonly #fields: ReadonlyMap<MappedField, ReadField>;
  readonly #times: TimeReader;
  readonly #areas: ReadonlyMap<string, string>;
  readonly #categories: ReadonlyMap<string, string>;
  /** The words so far that the mapping makes no outcome of, each with its rows. */
  readonly unknownOutcomes = new Map<string, number>();

  /** Throws StartError where the mapping names a column that the header lacks; `mapPath` stands in its sentence. */
  constructor(map: ReplayMap, mapPath: string, header: readonly string[], city: City) {
    this.#map = map;
    // Date cells of a workbook; a CSV may hold the same form only where the mapping names it.
    const own = map.format === 'csv' ? [] : [DATE_CELL_FORMAT, `${DATE_CELL_FORMAT}Z`];
    this.#times = new TimeReader([...map.timeFormats, ...own], map.timeZone);
    this.#areas = codeBook(city.pack.areas);
    this.#categories = codeBook(city.pack.categories);
    const reader = new CellReader(header);
    const fields = new Map<MappedField, ReadField>();
    for (const [field, origin] of Object.entries(map.columns) as [MappedField, FieldOrigin | undefined][]) {
      const trims = map.trim || !TYPED.has(field);
      if (origin !== undefined)
        fields.set(field, reader.field(origin, `${mapPath}, field columns.${field}`, trims));
    }
    this.#fields = fields;
  }

  read(cells: readonly string[]): Result<MappedRow, readonly InputFault[]> {
    const faults: InputFault[] = [];
    const reportedAt = this.#time('reportedAt', cells, faults) ?? this.#missing('reportedAt', faults);
    const closing = this.#closing(cells, faults);
    const dueAt = this.#time('dueAt', cells, faults);
    const candidate = {
      ...this.#texts(cells),
      ...this.#codes(cells),
      ...this.#place(cells, faults),
      reportedAt: new Date(reportedAt).toISOString(),
      ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
    };
    const parsed = intakeSchema.safeParse(candidate);
    if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, candidate));
    if (Buffer.byteLength(JSON.stringify(candidate)) > INTAKE_BYTES)
      faults.push({ field: '', fault: 'too_large' });
    if (!parsed.success || faults.length > 0) return refuse(faults);
    return ok({ intake: parsed.data, reportedAt, closing, dueAt });
  }

  /** The text of one field of a row, as the mapping makes it; empty where it does not speak of the field. */
  text(field: MappedField, cells: readonly string[]): string {
    return this.#fields.get(field)?.(cells) ?? '';
  }

  #texts(cells: readonly string[]) {
    const name = this.text('requesterName', cells);
    const phone = this.text('requesterPhone', cells);
    return {
      source: word(this.text('source', cells), 64),
      externalId: this.text('externalId', cells),
      channel: word(this.text('channel', cells), 32) || UNKNOWN,
      kind: this.text('kind', cells),
      title: this.text('title', cells),
      content: this.text('content', cells),
      ...given('address', this.text('address', cells)),
      ...given('level', this.text('level', cells)),
      ...(name === '' && phone === ''
        ? {}
        : { requester: { ...given('name', name), ...given('phone', phone) } }),
    };
  }

  #codes(cells: readonly string[]) {
    const area = this.text('streetCode', cells);
    const category = this.text('categoryCode', cells);
    return {
      ...given('streetCode', shortened(this.#areas.get(area) ?? area)),
      ...given('categoryCode', shortened(this.#categories.get(category) ?? category)),
      ...given('hostUnitCode', shortened(this.text('hostUnitCode', cells))),
    };
  }

  #place(cells: readonly string[], faults: InputFault[]) {
    const { crs, pointOrder } = this.#map;
    const cell = this.text('point', cells);
    if (cell !== '') {
      const point = readPoint(cell, pointOrder === 'lat lng');
      if (point !== undefined) return { location: { ...point, crs } };
      faults.push({ field: 'location', fault: 'not_a_point' });
      return {};
    }
    const texts = { lng: this.text('lng', cells), lat: this.text('lat', cells) };
    if (texts.lng === '' && texts.lat === '') return {};
    const broken = Object.entries(texts).filter(([, text]) => !NUMBER.test(text));
    for (const [field, text] of broken)
      faults.push({ field: `location.${field}`, fault: text === '' ? 'required' : 'not_a_number' });
    if (broken.length > 0) return {};
    return { location: { lng: degrees(texts.lng), lat: degrees(texts.lat), crs } };
  }

  /** A word that the mapping does not make an outcome of leaves it to the time. */
  #closing(cells: readonly string[], faults: InputFault[]): Closing | undefined {
    const at = this.#time('closedAt', cells, faults);
    const word = this.text('outcome', cells);
    const outcome = OUTCOMES.find((known) => known === word);
    if (outcome === undefined && word !== '') addOne(this.unknownOutcomes, word);
    return at === undefined || outcome === 'open' ? undefined : { at, how: outcome ?? 'closed' };
  }

  #time(field: TimeField, cells: readonly string[], faults: InputFault[]): number | undefined {
    const text = this.text(field, cells).replace(/\s+/g, ' ');
    if (text === '') return undefined;
    const at = this.#times.read(text);
    if (at === undefined) faults.push({ field, fault: 'not_a_time' });
    return at;
  }

  #missing(field: string, faults: InputFault[]): number {
    if (!faults.some((fault) => fault.field === field)) faults.push({ field, fault: 'required' });
    return 0;
  }
}

/** A channel or source as one word: what no word may hold becomes a hyphen. */
function word(text: string, longest: number): string {
  return text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_.:-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+|-+$/gu, '')
    .slice(0, longest);
}

/** Degrees have no thousands: a comma in them is a decimal one. */
function degrees(text: string): number {
  return Number(text.replace(',', '.'));
}

function given<F extends string>(field: F, text: string): Partial<Record<F, string>> {
  const record: Partial<Record<F, string>> = {};
  if (text !== '') record[field] = text;
  return record;
}

function shortened(code: string): string {
  return code.length > LONGEST_CODE ? '' : code;
}
