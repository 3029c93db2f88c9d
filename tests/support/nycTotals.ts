/** What the replayed NYC file must come to, counted once by hand from the file itself. */
export const NYC_TOTALS = {
  cases: 10_000,
  closed: 5_852,
  noPoint: 114,
  units: {
    NYPD: 6_692,
    HPD: 888,
    DSNY: 605,
    DEP: 459,
    DOT: 354,
    DPR: 320,
    DOHMH: 180,
    DOB: 179,
    DHS: 138,
    TLC: 129,
    DCWP: 40,
    OOS: 13,
    EDC: 3,
  },
  areas: { QUEENS: 3_177, BROOKLYN: 2_688, MANHATTAN: 1_970, BRONX: 1_775, 'STATEN-ISLAND': 384, unknown: 6 },
} as const;
