/** One thing in a city pack that its schema cannot see: where, and what is wrong with it. */
export interface Fault {
  readonly field: readonly [string, ...(string | number)[]];
  readonly what: string;
}
