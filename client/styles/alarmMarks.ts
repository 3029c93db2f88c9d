/**
 * How each alarm state is told without its colour: by its shape, and severe, which shares the square with late, by
 * its word (严重), which must then stand beside the shape. On a map a mark has an outline of `--ground`, because
 * no shade leaves enough contrast to all of them.
 */
export const ALARM_MARKS = {
  near: { colour: '--alarm-near', shape: '▲', needsWord: false },
  soon: { colour: '--alarm-soon', shape: '◆', needsWord: false },
  late: { colour: '--alarm-late', shape: '■', needsWord: false },
  severe: { colour: '--alarm-severe', shape: '■', needsWord: true },
} as const;
