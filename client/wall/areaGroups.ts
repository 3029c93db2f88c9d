interface Area {
  readonly code: string;
  readonly parentCode?: string | undefined;
}

/** An area that gets a label, and all areas whose numbers it sums up, itself included. */
export interface AreaGroup {
  readonly code: string;
  readonly members: readonly string[];
}

/**
 * The areas that a wall can name: three hundred streets are too many to be labelled from afar, so they are told by
 * their district. A city that is not divided is told by its areas.
 */
export function areaGroups(areas: readonly Area[]): readonly AreaGroup[] {
  const known = new Set(areas.map(({ code }) => code));
  const members = new Map<string, string[]>();
  for (const { code, parentCode } of areas) {
    const top = parentCode !== undefined && known.has(parentCode) ? parentCode : code;
    members.set(top, [...(members.get(top) ?? []), code]);
  }
  return [...members].map(([code, ones]) => ({ code, members: ones }));
}
