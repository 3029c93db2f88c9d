/** A case that has just come in, for a ring around its area. */
export interface Arrival {
  readonly caseNo: string;
  readonly areaCode: string;
  /** Real milliseconds since it was registered, by the hub's time. */
  readonly ageMs: number;
}

/** How long a ring is to be seen; a case older than this gets none. */
export const RING_MS = 1_200;
