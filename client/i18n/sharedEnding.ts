/** The last word that all of several names end in, with the space before it: ` District`; empty where they share none. */
export function sharedEnding(names: readonly string[]): string {
  const [first = '', ...others] = names;
  const ending = / \S+$/.exec(first)?.[0] ?? '';
  return others.length > 0 && others.every((name) => name.endsWith(ending)) ? ending : '';
}
