/** What a cell of a live row may be. Rates travel as their integers, instants as epoch milliseconds. */
export type Cell = number | string | boolean | null;
export type Row = readonly Cell[];

/** Which kinds of screen may see a table. */
export type Surface = 'wall' | 'console' | 'leader';

/**
 * A live table: a keyed set of small rows. `columns` name the cells in order; the first is the key. `order`
 * says how the rows stand and which are dropped beyond `limit` (or what the city needs, see `limitOf`): by that
 * column, descending or ascending, ties by key. No column may hold a person, a typed text or an exact place.
 */
export interface TableSpec<
  Name extends string = string,
  Columns extends readonly string[] = readonly string[],
> {
  readonly name: Name;
  readonly columns: Columns;
  readonly order: { readonly by: Columns[number]; readonly descending: boolean };
  readonly limit: number;
  readonly audience: readonly Surface[];
}

export function defineTable<const Name extends string, const Columns extends readonly string[]>(
  spec: TableSpec<Name, Columns>,
): TableSpec<Name, Columns> {
  return spec;
}

/** The closed set of scopes; districts, units and seat groups join when there are people who see less than the city. */
export type Scope = 'city';
