import { describe, expect, it } from 'vitest';
import { toWgs84 } from '../../server/http/intake/toWgs84.ts';

/** Published pairs of the same place: longitude and latitude as a Chinese map has it, and in WGS-84. */
const PAIRS = [
  ['gcj02', [121.531541859215, 31.17530398364597], [121.5272106, 31.1774276]],
  ['gcj02', [113.9171764808363, 22.540796131694766], [113.912316, 22.543847]],
  ['gcj02', [116.38404722455657, 39.91334545536069], [116.377817, 39.911954]],
  ['bd09', [116.41661560068297, 39.92196580126834], [116.403988, 39.914266]],
] as const;

describe('places in Chinese map systems', () => {
  it.each(PAIRS)('[INT40] become WGS-84 to a metre: %s', (crs, [lng, lat], [east, north]) => {
    const own = toWgs84({ lng, lat }, crs);
    expect(Math.abs(own.lng - east)).toBeLessThan(1e-5);
    expect(Math.abs(own.lat - north)).toBeLessThan(1e-5);
  });

  it('[INT41] outside China and in WGS-84 are left as they are', () => {
    const place = { lng: -73.9, lat: 40.7 };
    expect(toWgs84(place, 'gcj02')).toEqual(place);
    expect(toWgs84({ lng: 116.4, lat: 39.9 }, 'wgs84')).toEqual({ lng: 116.4, lat: 39.9 });
  });

  it('[INT42] at the rim of the offset, where no place maps to the one given, still come to an end', () => {
    for (const place of [
      { lng: 72.0041, lat: 30 },
      { lng: 100, lat: 0.83 },
      { lng: 72.0041, lat: 55 },
      { lng: 180, lat: 90 },
    ]) {
      const { lng, lat } = toWgs84(place, 'gcj02');
      expect(Math.hypot(lng - place.lng, lat - place.lat)).toBeLessThan(0.02);
      expect(Number.isFinite(toWgs84(place, 'bd09').lng)).toBe(true);
    }
  });
});
