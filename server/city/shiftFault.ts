import type { Area } from '../../shared/domain/cityPack.ts';
import type { Polygon, Position } from '../../shared/domain/CityMap.ts';
import { toWgs84 } from '../http/intake/toWgs84.ts';
import { metresApart, metresOutside } from './metresOutside.ts';
import { MAP_CRS } from './mapFile.ts';
import type { MapCrs } from './mapFile.ts';

type Shapes = ReadonlyMap<string, readonly Polygon[]>;

/** So many positions of a file are looked at; enough for an average, few enough for no start to wait. */
const MOST_POSITIONS = 1_500;
/** An outline drawn by somebody else strays so far, on average of the positions that do not fit. */
const STRAY_METRES = 150;

interface Sample {
  readonly position: Position;
  readonly around: readonly Polygon[];
}

/**
 * Whether a map is written in another system of coordinates than it says. Read in the wrong one, Chinese maps
 * stand some 550 m (GCJ-02) or 1.2 km (BD-09) off to the north-east; a shape that should lie within its own
 * or its district's known outline then sticks out on one side, and no longer does when read in the right one.
 * Says so in a part of a sentence; undefined where it fits, or where nothing known is there to measure by.
 */
export function shiftFault(
  drawn: Shapes,
  declared: MapCrs,
  areas: readonly Area[],
  reference: Shapes,
): string | undefined {
  const samples = samplesOf(drawn, areas, reference);
  if (samples.length === 0) return undefined;
  const strayAs = (crs: MapCrs): { total: number; mean: number } => {
    const metres = samples
      .map(({ position: [lng, lat], around }) => metresOutside(toWgs84({ lng, lat }, crs), around))
      .filter((distance) => distance > 0);
    const total = metres.reduce((sum, distance) => sum + distance, 0);
    return { total, mean: metres.length === 0 ? 0 : total / metres.length };
  };
  const asDeclared = strayAs(declared);
  if (asDeclared.mean < STRAY_METRES) return undefined;
  const better = MAP_CRS.filter((crs) => crs !== declared)
    .map((crs) => ({ crs, total: strayAs(crs).total }))
    .sort((a, b) => a.total - b.total)[0];
  if (better === undefined || better.total > asDeclared.total / 2) return undefined;
  return (
    `it says ${declared}, but the shapes stand about ${metresBetween(samples, declared, better.crs)} m beside the ` +
    `outlines they belong into, and fit when read as ${better.crs}; declare "crs": "${better.crs}"`
  );
}

/** How far the two readings of a file lie apart, to 50 m. */
function metresBetween(samples: readonly Sample[], one: MapCrs, other: MapCrs): number {
  const [first] = samples;
  if (first === undefined) return 0;
  const [lng, lat] = first.position;
  const [a, b] = [toWgs84({ lng, lat }, one), toWgs84({ lng, lat }, other)];
  return Math.round(metresApart(a, b) / 50) * 50;
}

/** Positions spread evenly over the file, each with the outline it should lie in: its own, else its district's. */
function samplesOf(drawn: Shapes, areas: readonly Area[], reference: Shapes): readonly Sample[] {
  const parents = new Map(areas.map(({ code, parentCode }) => [code, parentCode]));
  const all = [...drawn].flatMap(([code, polygons]): readonly Sample[] => {
    const around = reference.get(code) ?? reference.get(parents.get(code) ?? '');
    if (around === undefined) return [];
    return polygons.flatMap((rings) => rings.flat()).map((position) => ({ position, around }));
  });
  const step = Math.max(1, Math.ceil(all.length / MOST_POSITIONS));
  return all.filter((_, index) => index % step === 0);
}
