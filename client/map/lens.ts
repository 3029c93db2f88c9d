export type Point = readonly [lng: number, lat: number];

export interface Lens {
  /** Moves a point; what lay beside each other still does. */
  readonly bend: (point: Point) => Point;
  /** By how many times the middle is larger, against the rim; 1 where nothing is bent. */
  readonly magnification: number;
}

/** With fewer areas nothing is crowded, and the city keeps its shape. */
const FEWEST = 30;
/** How far from the centre, as a share of the city's radius, the nearer half of the areas shall reach. */
const HALF_REACHES = 0.5;
/** Beyond this the rim is squeezed so flat that its areas cannot be told apart any more. */
const MOST = 1.4;

/**
 * Enlarges the crowded middle of a city and draws its rim in, without a seam: a cell of the old town, a hundred times
 * smaller than one in the hills, becomes large enough to carry a mark. One picture holds all, so a place is looked for
 * once; an inset would show the core twice and cost a second view. It is worked out once, from the areas' centres
 * alone, and all that is drawn goes through it. The radial function is that of Sarkar and Brown 1992, Graphical
 * Fisheye Views.
 */
export function lensOver(centres: readonly Point[]): Lens {
  if (centres.length < FEWEST) return { bend: (point) => point, magnification: 1 };
  const centre: Point = [median(centres.map(([lng]) => lng)), median(centres.map(([, lat]) => lat))];
  // Degrees of longitude are shorter than those of latitude: without this the lens would be an ellipse.
  const squash = Math.cos((centre[1] * Math.PI) / 180);
  const distance = ([lng, lat]: Point): number => Math.hypot((lng - centre[0]) * squash, lat - centre[1]);
  const distances = centres.map(distance);
  const radius = Math.max(...distances);
  const strength = strengthFor(median(distances) / radius);
  const bend = (point: Point): Point => {
    const share = distance(point) / radius;
    const scale = (1 + strength) / (strength * share + 1);
    return [centre[0] + (point[0] - centre[0]) * scale, centre[1] + (point[1] - centre[1]) * scale];
  };
  return { bend, magnification: 1 + strength };
}

/** Such that what lies at `half` of the radius comes to lie at `HALF_REACHES`, within what a rim can bear. */
function strengthFor(half: number): number {
  if (!(half > 0)) return 0;
  return Math.min(MOST, Math.max(0, (HALF_REACHES - half) / (half * (1 - HALF_REACHES))));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
