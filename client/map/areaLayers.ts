import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { ALARM_MARKS } from '../styles/alarmMarks.ts';
import type { AreaMark } from './AreaMark.ts';
import { AREA_FILLS } from './areaScale.ts';
import type { CityShapes } from './cityShapes.ts';
import { MARK_PX, markImage } from './markImage.ts';

export const AREAS = 'areas';
export const CENTRES = 'centres';

/** How far a tile reaches into the next, wider than any line: what is there twice is handed over twice at a change. */
const BUFFER_PX = 32;

/** The later ones are drawn over the earlier ones. */
const MARKS: readonly AreaMark[] = ['near', 'soon', 'late'];

/** Reads a colour of the page's tokens. */
export type Token = (name: string) => string;

/** Everything that is drawn, once: what changes later are states of features. */
export function addAreaLayers(map: MapLibreMap, shapes: CityShapes, token: Token): void {
  map.addSource(AREAS, {
    type: 'geojson',
    data: shapes.areas,
    promoteId: 'code',
    tolerance: 0.1,
    buffer: BUFFER_PX,
  });
  map.addSource(CENTRES, { type: 'geojson', data: shapes.centres, promoteId: 'code' });
  // Features without a state take the first fill.
  const fill: ExpressionSpecification = ['coalesce', ['feature-state', 'fill'], 0];
  const fills: ExpressionSpecification = ['literal', AREA_FILLS.map(token)];
  map.addLayer({
    id: 'area-fill',
    type: 'fill',
    source: AREAS,
    paint: {
      'fill-color': ['to-color', ['at', fill, fills]],
      // The lines cover the edges. An outline, drawn or not, that is given no colour of its own takes the fill's, which
      // would be a second buffer to hand over at every change.
      'fill-antialias': false,
      'fill-outline-color': token('--ground'),
    },
  });
  addLines(map, token);
  for (const mark of MARKS) addMark(map, mark, token);
}

/** Widths and marks in proportion to the page's text, `textPx` high. */
export function sizeAreaLayers(map: MapLibreMap, textPx: number): void {
  map.setPaintProperty('area-line', 'line-width', textPx * 0.045);
  map.setPaintProperty('district-line', 'line-width', textPx * 0.085);
  for (const mark of MARKS) map.setLayoutProperty(layerOf(mark), 'icon-size', (textPx * 0.85) / MARK_PX);
}

function addLines(map: MapLibreMap, token: Token): void {
  const layout = { 'line-join': 'round' } as const;
  map.addLayer({
    id: 'area-line',
    type: 'line',
    source: AREAS,
    layout,
    paint: { 'line-color': token('--ground') },
  });
  map.addLayer({
    id: 'district-line',
    type: 'line',
    source: AREAS,
    filter: ['get', 'isOutlined'],
    layout,
    paint: { 'line-color': token('--ink-faint') },
  });
}

function addMark(map: MapLibreMap, mark: AreaMark, token: Token): void {
  map.addImage(layerOf(mark), markImage(mark, token(ALARM_MARKS[mark].colour), token('--ground')));
  map.addLayer({
    id: layerOf(mark),
    type: 'symbol',
    source: CENTRES,
    layout: { 'icon-image': layerOf(mark), 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    // Every area has all marks, of which at most one can be seen: no point is ever added or taken away.
    paint: { 'icon-opacity': ['case', ['==', ['feature-state', 'mark'], mark], 1, 0] },
  });
}

function layerOf(mark: AreaMark): string {
  return `mark-${mark}`;
}
