import type { PublicCity } from './PublicCity.ts';

const RETRY_MS = 3_000;

/**
 * Fetches the city's public part, again and again until the hub answers: a screen may be up before its hub.
 * The answer is the hub's own and of this build, so its shape is taken as told.
 */
export async function loadCity(loaded: (city: PublicCity) => void): Promise<void> {
  const city = await fetchCity();
  if (city === undefined) setTimeout(() => void loadCity(loaded), RETRY_MS);
  else loaded(city);
}

async function fetchCity(): Promise<PublicCity | undefined> {
  try {
    const response = await fetch('/api/v1/city');
    return response.ok ? ((await response.json()) as PublicCity) : undefined;
  } catch {
    // No connection, or an answer cut off: the same as no answer yet.
    return undefined;
  }
}
