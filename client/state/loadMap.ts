import type { MapView } from '../../shared/contract/mapView.ts';

const RETRY_MS = 3_000;

/** Fetches the shapes of the city's areas, again and again until the hub answers; taken as told, as by `loadCity`. */
export async function loadMap(loaded: (view: MapView) => void): Promise<void> {
  const view = await fetchMap();
  if (view === undefined) setTimeout(() => void loadMap(loaded), RETRY_MS);
  else loaded(view);
}

async function fetchMap(): Promise<MapView | undefined> {
  try {
    const response = await fetch('/api/v1/map');
    return response.ok ? ((await response.json()) as MapView) : undefined;
  } catch {
    // No connection, or an answer cut off: the same as no answer yet.
    return undefined;
  }
}
