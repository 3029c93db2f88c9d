import { faultsOf } from '../../shared/contract/faultsOf.ts';
import { intakeSchema } from '../../shared/contract/intake.ts';
import type { City } from '../../shared/domain/City.ts';
import type { InputFault } from '../../shared/domain/refusals.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import { StartError } from '../StartError.ts';
import { codeBook } from './codeBook.ts';
import { INTAKE_BYTES } from './FeedPort.ts';
import type { IntakeBody } from './FeedPort.ts';
import { DATE_CELL_FORMAT } from './xlsx/cellDates.ts';
import type { FieldOrigin, MappedField, ReplayMap } from './replayMap.ts';
import { TimeReader } from './TimeReader.ts';

/** A row made ready to be filed: epoch milliseconds for when it was reported and when it was closed. */
export interface MappedRow {
  readonly intake: IntakeBody;
  readonly reportedAt: number;
  readonly closedAt: number | undefined;
}

type Read = (cells: readonly string[]) => string;

/** The longest word that the intake takes as a code; a longer one is left out, and so the matter unknown. */
const LONGEST_CODE = 64;
const NUMBER = /^[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?$/;

/** Turns the cells of a row into an intake by a mapping; what is wrong with a row is told by field and code. */
export class RowMapper {
  readonly #map: ReplayMap;
  readonly #fields: ReadonlyMap<MappedField, Read>;
  readonly #times: TimeReader;
  readonly #areas: ReadonlyMap<string, string>;
  readonly #categories: ReadonlyMap<string, string>;

  /** Throws StartError where the mapping names a column that the header lacks; `mapPath` stands in its sentence. */
  constructor(map: ReplayMap, mapPath: string, header: readonly string[], city: City) {
    this.#map = map;
    const own = map.format === 'xlsx' ? [DATE_CELL_FORMAT, `${DATE_CELL_FORMAT}Z`] : [];
    this.#times = new TimeReader([...map.timeFormats, ...own], map.timeZone);
    this.#areas = codeBook(city.pack.areas);
    this.#categories = codeBook(city.pack.categories);
    const fields = new Map<MappedField, Read>();
    for (const [field, origin] of Object.entries(map.columns) as [MappedField, FieldOrigin | undefined][]) {
      if (origin !== undefined)
        fields.set(field, reader(origin, header, `${mapPath}, field columns.${field}`));
    }
    this.#fields = fields;
  }

  read(cells: readonly string[]): Result<MappedRow, readonly InputFault[]> {
    const faults: InputFault[] = [];
    const reportedAt = this.#time('reportedAt', cells, faults) ?? this.#missing('reportedAt', faults);
    const closedAt = this.#time('closedAt', cells, faults);
    const candidate = {
      ...this.#texts(cells),
      ...this.#codes(cells),
      ...this.#place(cells, faults),
      reportedAt: new Date(reportedAt).toISOString(),
    };
    const parsed = intakeSchema.safeParse(candidate);
    if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, candidate));
    if (Buffer.byteLength(JSON.stringify(candidate)) > INTAKE_BYTES)
      faults.push({ field: '', fault: 'too_large' });
    if (!parsed.success || faults.length > 0) return refuse(faults);
    return ok({ intake: parsed.data, reportedAt, closedAt });
  }

  #text(field: MappedField, cells: readonly string[]): string {
    return this.#fields.get(field)?.(cells) ?? '';
  }

  #texts(cells: readonly string[]) {
    const name = this.#text('requesterName', cells);
    const phone = this.#text('requesterPhone', cells);
    return {
      source: this.#text('source', cells),
      externalId: this.#text('externalId', cells),
      channel: this.#text('channel', cells),
      kind: this.#text('kind', cells),
      title: this.#text('title', cells),
      content: this.#text('content', cells),
      ...given('address', this.#text('address', cells)),
      ...given('level', this.#text('level', cells)),
      ...(name === '' && phone === ''
        ? {}
        : { requester: { ...given('name', name), ...given('phone', phone) } }),
    };
  }

  #codes(cells: readonly string[]) {
    const area = this.#text('streetCode', cells);
    const category = this.#text('categoryCode', cells);
    return {
      ...given('streetCode', shortened(this.#areas.get(area) ?? area)),
      ...given('categoryCode', shortened(this.#categories.get(category) ?? category)),
      ...given('hostUnitCode', shortened(this.#text('hostUnitCode', cells))),
    };
  }

  #place(cells: readonly string[], faults: InputFault[]) {
    const lng = this.#text('lng', cells).trim();
    const lat = this.#text('lat', cells).trim();
    if (lng === '' && lat === '') return {};
    const broken = Object.entries({ lng, lat }).filter(([, text]) => !NUMBER.test(text));
    for (const [field, text] of broken)
      faults.push({ field: `location.${field}`, fault: text === '' ? 'required' : 'not_a_number' });
    if (broken.length > 0) return {};
    return { location: { lng: Number(lng), lat: Number(lat), crs: this.#map.crs } };
  }

  #time(
    field: 'reportedAt' | 'closedAt',
    cells: readonly string[],
    faults: InputFault[],
  ): number | undefined {
    const text = this.#text(field, cells).trim();
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

function reader(origin: FieldOrigin, header: readonly string[], where: string): Read {
  const at = (column: string): number => {
    const index = header.indexOf(column);
    if (index >= 0) return index;
    throw new StartError(`${where}: the file has no column '${column}'.`);
  };
  if (typeof origin === 'string') {
    const index = at(origin);
    return (cells) => cells[index] ?? '';
  }
  if ('value' in origin) return () => origin.value;
  if ('column' in origin) {
    const index = at(origin.column);
    const words = new Map(Object.entries(origin.values));
    return (cells) => words.get(cells[index] ?? '') ?? origin.otherwise ?? cells[index] ?? '';
  }
  const indexes = origin.columns.map(at);
  return (cells) =>
    indexes
      .map((index) => cells[index] ?? '')
      .filter((cell) => cell !== '')
      .join(origin.join);
}

function given<F extends string>(field: F, text: string): Partial<Record<F, string>> {
  const record: Partial<Record<F, string>> = {};
  if (text !== '') record[field] = text;
  return record;
}

function shortened(code: string): string {
  return code.length > LONGEST_CODE ? '' : code;
}
