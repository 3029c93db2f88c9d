import type { WallState } from './WallState.ts';

/** After so long the parts load even though no hub has answered: an empty map is still a map. */
const PATIENCE_MS = 4_000;

/**
 * A heavy part of the page, loaded only once the numbers are on screen: parsing a map library on a slow machine
 * would hold back the very first figures. Call while a component is being made.
 */
export function afterNumbers<T>(
  wall: WallState,
  load: () => Promise<{ readonly default: T }>,
): { readonly component: T | undefined } {
  let component = $state.raw<T | undefined>(undefined);
  let isPatient = $state.raw(true);
  let isAsked = false;

  $effect(() => {
    const timer = setTimeout(() => (isPatient = false), PATIENCE_MS);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    if (isAsked || (isPatient && !(wall.kpi.isFilled && wall.city.city !== undefined))) return;
    isAsked = true;
    // Two frames: the one that draws the numbers, and the one after it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => void load().then((module) => (component = module.default))),
    );
  });
  return {
    get component() {
      return component;
    },
  };
}
