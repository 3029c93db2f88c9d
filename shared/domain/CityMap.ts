import type { z } from 'zod';
import type { names } from './packParts.ts';

/** Longitude and latitude in WGS-84 degrees. */
export type Position = readonly [lng: number, lat: number];
/** Closed: its last position is its first. */
export type Ring = readonly Position[];
/** The outer ring, then the holes in it. */
export type Polygon = readonly Ring[];

/** Shapes of areas, for drawing only: no shape ever decides who is responsible. */
export interface CityMap {
  /** By the code of the area; not every area need have one. */
  readonly shapes: ReadonlyMap<string, readonly Polygon[]>;
  /** What must stand beside the map, where something must. */
  readonly note: z.infer<typeof names> | undefined;
  /** Some of the shapes are no boundaries but stand for their area. */
  readonly schematic: boolean;
  /** Codes in the operator's own maps that the pack does not know; their shapes are left out. */
  readonly unknownCodes: readonly string[];
}

export const EMPTY_MAP: CityMap = { shapes: new Map(), note: undefined, schematic: false, unknownCodes: [] };
