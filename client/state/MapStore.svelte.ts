import type { MapView } from '../../shared/contract/mapView.ts';

/** The shapes of the city's areas; undefined until they are loaded, which is after the first numbers. */
export class MapStore {
  #view = $state.raw<MapView | undefined>(undefined);

  get view(): MapView | undefined {
    return this.#view;
  }

  load(view: MapView): void {
    this.#view = view;
  }
}
