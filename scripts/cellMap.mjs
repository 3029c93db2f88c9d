import { readFileSync, writeFileSync } from 'node:fs';
import { streetCells } from './cities/streetCells.mjs';
import { at } from './lib/root.mjs';
import { Stop, stopping } from './lib/Stop.mjs';

// `node scripts/cellMap.mjs <city>`: draws the schematic cells of a city pack anew, from its districts and areas.
await stopping(async () => {
  const [city] = process.argv.slice(2);
  if (city === undefined) throw new Stop('Say for which city: node scripts/cellMap.mjs beijing');
  const read = (/** @type {string} */ file) =>
    JSON.parse(readFileSync(at('data/cities', city, file), 'utf8'));
  const text = streetCells(read('areas.json').areas, read('map/districts.geojson').features);
  writeFileSync(at('data/cities', city, 'map/streets.geojson'), text);
});
