/** A number that a line of the wall and its place on the map share. */
export interface Badge {
  readonly label: string;
  readonly areaCode: string;
}

export interface AreaBadge extends Badge {
  /** Differs from every area's code. */
  readonly id: string;
}

/** One badge an area: several cases in one place stand together, as `1·4`. */
export function badgesByArea(badges: readonly Badge[]): readonly AreaBadge[] {
  const labels = new Map<string, string[]>();
  for (const { areaCode, label } of badges) labels.set(areaCode, [...(labels.get(areaCode) ?? []), label]);
  return [...labels].map(([areaCode, ones]) => ({
    id: `badge ${areaCode}`,
    areaCode,
    label: ones.join('·'),
  }));
}
