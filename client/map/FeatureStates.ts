type StateValue = number | string;

interface Target {
  readonly source: string;
  readonly id: string;
}

/** What of a MapLibre map is needed to tell it states. */
interface StatedMap {
  setFeatureState(target: Target, state: Readonly<Record<string, StateValue>>): unknown;
  removeFeatureState(target: Target, name: string): unknown;
}

/**
 * One value of the features of a source, by their ids. Only what changed crosses to the map, and by `setFeatureState`:
 * a source handed over anew would be cut into tiles anew, which costs a hundred times as much.
 */
export class FeatureStates {
  readonly #source: string;
  readonly #name: string;
  readonly #told = new Map<string, StateValue>();

  constructor(source: string, name: string) {
    this.#source = source;
    this.#name = name;
  }

  /** A new map knows nothing yet. */
  forget(): void {
    this.#told.clear();
  }

  /** Returns whether the map was told anything. */
  set(map: StatedMap, id: string, value: StateValue): boolean {
    if (this.#told.get(id) === value) return false;
    map.setFeatureState({ source: this.#source, id }, { [this.#name]: value });
    this.#told.set(id, value);
    return true;
  }

  /** The values of all features; those that are not named get back to having none. Returns how many changed. */
  tell(map: StatedMap, values: ReadonlyMap<string, StateValue>): number {
    let changed = 0;
    for (const [id, value] of values) if (this.set(map, id, value)) changed++;
    for (const id of [...this.#told.keys()]) {
      if (values.has(id)) continue;
      map.removeFeatureState({ source: this.#source, id }, this.#name);
      this.#told.delete(id);
      changed++;
    }
    return changed;
  }
}
