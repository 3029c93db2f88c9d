interface Named {
  readonly code: string;
  readonly aliases: readonly string[];
}

/** Every word that a pack knows for its items (codes and aliases, letter by letter), and the code it means. */
export function codeBook(items: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(({ code, aliases }) => [code, ...aliases].map((word) => [word, code] as const)),
  );
}
