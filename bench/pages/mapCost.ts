import type { FeatureCollection, MultiPolygon, Point } from 'geojson';
import { GeoJSONSource, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import type { ExpressionSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { AREAS, addAreaLayers } from '../../client/map/areaLayers.ts';
import { AREA_FILLS } from '../../client/map/areaScale.ts';
import type { CityShapes } from '../../client/map/cityShapes.ts';
import { FeatureStates } from '../../client/map/FeatureStates.ts';
import { must } from '../../shared/lib/assert.ts';

setWorkerUrl(workerUrl);

/** How a change reaches the map: as the product does it, or by handing the source over anew. */
type Way = 'state' | 'source';

/** Cells that can bear a mark: as many as a large city has streets. */
const MARKED = 400;

/** The wall's map over a grid of cells, some of which change. */
class MapCost {
  readonly #map: MapLibreMap;
  readonly #areas: CityShapes['areas'];
  readonly #states = new FeatureStates(AREAS, 'fill');
  readonly #fills: Map<string, number>;
  #next = 0;

  constructor(map: MapLibreMap, areas: CityShapes['areas']) {
    this.#map = map;
    this.#areas = areas;
    this.#fills = new Map(areas.features.map(({ properties }) => [properties.code, 0]));
  }

  static async open(cells: number, way: Way): Promise<MapCost> {
    const shapes = gridOf(cells);
    const map = new MapLibreMap({
      container: must(document.getElementById('map'), 'the page has a #map'),
      style: { version: 8, sources: {}, layers: [] },
      bounds: shapes.bounds,
      interactive: false,
      attributionControl: false,
      fadeDuration: 0,
      renderWorldCopies: false,
    });
    await map.once('load');
    addAreaLayers(map, shapes, token);
    // Lines do not change; drawing a hundred thousand of them in software would take all the time.
    for (const layer of ['area-line', 'district-line']) map.removeLayer(layer);
    if (way === 'source') {
      const fill: ExpressionSpecification = ['coalesce', ['get', 'fill'], 0];
      const fills: ExpressionSpecification = ['literal', AREA_FILLS.map(token)];
      map.setPaintProperty('area-fill', 'fill-color', ['to-color', ['at', fill, fills]]);
    }
    await map.once('idle');
    return new MapCost(map, shapes.areas);
  }

  /** Changes so many cells; resolves when they are on the screen. */
  async change(cells: number, way: Way): Promise<void> {
    const changed = this.#choose(cells);
    const isShown = this.#map.once('idle');
    if (way === 'source') this.#handOver();
    else for (const code of changed) this.#states.set(this.#map, code, this.#fills.get(code) ?? 0);
    await isShown;
  }

  close(): void {
    this.#map.remove();
  }

  /** A stride that shares no divisor with the number of cells: each time others change. */
  #choose(cells: number): readonly string[] {
    const { features } = this.#areas;
    return Array.from({ length: cells }, () => {
      this.#next = (this.#next + 7_919) % features.length;
      const code = features[this.#next]?.properties.code ?? '';
      this.#fills.set(code, ((this.#fills.get(code) ?? 0) + 1) % AREA_FILLS.length);
      return code;
    });
  }

  #handOver(): void {
    const source = this.#map.getSource(AREAS);
    if (!(source instanceof GeoJSONSource)) throw new Error('the map has no areas');
    const features = this.#areas.features.map((feature) => {
      const fill = this.#fills.get(feature.properties.code) ?? 0;
      return { ...feature, properties: { ...feature.properties, fill } };
    });
    void source.setData({ type: 'FeatureCollection', features });
  }
}

/** Squares side by side, twice as many across as up, as one district. */
function gridOf(cells: number): CityShapes {
  const across = Math.ceil(Math.sqrt(cells * 2));
  const pitch = 2 / across;
  const corner = (cell: number): readonly [number, number] => [
    115 + (cell % across) * pitch,
    39 + Math.floor(cell / across) * pitch,
  ];
  const codes = Array.from({ length: cells }, (_, cell) => ({ code: `C${cell}`, isOutlined: false }));
  const areas: FeatureCollection<MultiPolygon, (typeof codes)[number]> = {
    type: 'FeatureCollection',
    features: codes.map((properties, cell) => {
      const [x, y] = corner(cell);
      const [right, top] = [x + pitch, y + pitch];
      const ring = [
        [x, y],
        [right, y],
        [right, top],
        [x, top],
        [x, y],
      ];
      return { type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates: [[ring]] } };
    }),
  };
  const centres: FeatureCollection<Point, { code: string }> = {
    type: 'FeatureCollection',
    features: codes.slice(0, MARKED).map(({ code }, cell) => {
      const [x, y] = corner(cell);
      const coordinates = [x + pitch / 2, y + pitch / 2];
      return { type: 'Feature', properties: { code }, geometry: { type: 'Point', coordinates } };
    }),
  };
  const bounds: CityShapes['bounds'] = [115, 39, 117, 40];
  return { areas, centres, centreOf: new Map(), isWithin: () => false, isEnlarged: false, bounds };
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The benchmark's process calls these by name.
const maps = new Map<string, MapCost>();
Object.assign(globalThis, {
  async openMap(cells: number, way: Way): Promise<void> {
    for (const map of maps.values()) map.close();
    maps.clear();
    maps.set('map', await MapCost.open(cells, way));
  },
  async changeMap(cells: number, way: Way, times: number): Promise<void> {
    const map = must(maps.get('map'), 'a map is open');
    for (let time = 0; time < times; time++) await map.change(cells, way);
  },
});
