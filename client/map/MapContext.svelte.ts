import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import type { PaddingOptions } from 'maplibre-gl';
import { createContext } from 'svelte';
// The build does not emit the worker by itself: without this line the map stays empty, silently.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { CityShapes } from './cityShapes.ts';
import type { Point } from './lens.ts';

setWorkerUrl(workerUrl);

/** A place on the map's element, in CSS pixels. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/**
 * The one map of a page. Layers reach it through `withMap`, which runs only while the map is there and its style
 * is loaded: on unmount the parent removes the map before the layers' own clean-up runs.
 */
export class MapContext {
  #map = $state.raw<MapLibreMap | undefined>(undefined);
  /** Goes up when the map came or its view moved: labels are placed anew. */
  #view = $state.raw(0);
  #isLost = $state.raw(false);

  get view(): number {
    return this.#view;
  }

  /** True after the graphics context went away; a new map must be made. */
  get isLost(): boolean {
    return this.#isLost;
  }

  withMap(use: (map: MapLibreMap) => void): void {
    if (this.#map !== undefined) use(this.#map);
  }

  /** Where a point stands on the map's element; undefined while there is no map. Moves with `view`. */
  pixelOf([lng, lat]: Point): Pixel | undefined {
    void this.#view;
    return this.#map?.project([lng, lat]);
  }

  /** The point that stands there; undefined while there is no map. */
  pointOf({ x, y }: Pixel): Point | undefined {
    const lngLat = this.#map?.unproject([x, y]);
    return lngLat === undefined ? undefined : [lngLat.lng, lngLat.lat];
  }

  /** Makes the map in the element; throws where the machine has no WebGL. Returns its undoing. */
  open(container: HTMLElement, bounds: CityShapes['bounds'], padding: PaddingOptions): () => void {
    const map = new MapLibreMap({
      container,
      style: { version: 8, sources: {}, layers: [] },
      bounds,
      fitBoundsOptions: { padding, animate: false },
      interactive: false,
      attributionControl: false,
      fadeDuration: 0,
      renderWorldCopies: false,
    });
    map.on('load', () => {
      this.#map = map;
      this.#view++;
    });
    map.on('move', () => this.#view++);
    map.on('resize', () => {
      map.fitBounds(bounds, { padding, animate: false });
      this.#view++;
    });
    map.on('webglcontextlost', () => (this.#isLost = true));
    return () => {
      this.#map = undefined;
      map.remove();
    };
  }
}

export const [getMapContext, setMapContext] = createContext<MapContext>();
