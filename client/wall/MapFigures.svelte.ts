import { RING_MS } from '../map/Arrival.ts';
import type { Arrival } from '../map/Arrival.ts';
import type { AreaMark } from '../map/AreaMark.ts';
import { fillOf, shadeFloors } from '../map/areaScale.ts';
import { cityShapes } from '../map/cityShapes.ts';
import { areaGroups } from './areaGroups.ts';
import type { AreaGroup } from './areaGroups.ts';
import { mapMarks } from './mapMarks.ts';
import type { WallState } from './WallState.ts';

const MOST_LABELS = 24;

/** What the map shows, from the tables and the city's shapes. */
export class MapFigures {
  readonly #wall: WallState;
  readonly #view = $derived.by(() => this.#wall.map.view);
  readonly shapes = $derived(this.#view === undefined ? undefined : cityShapes(this.#view));
  readonly groups = $derived.by(() => areaGroups(this.#wall.city.city?.areas ?? []));
  /** The areas that are painted by their own numbers. */
  readonly #painted = $derived(
    (this.#view?.features ?? []).flatMap(({ properties: { code, level } }) =>
      level === 'area' ? [code] : [],
    ),
  );
  /** Of a district that nobody has divided on the map, the whole is painted. */
  readonly #whole = $derived(
    this.groups.filter(
      ({ code, members }) =>
        this.shapes?.centreOf.has(code) === true && !members.some((member) => this.#painted.includes(member)),
    ),
  );
  /** The lowest counts of the shades, of areas and of groups. */
  readonly floors = $derived(shadeFloors(this.#painted.map((code) => this.#count(code, 'open'))));
  readonly groupFloors = $derived(shadeFloors(this.groups.map((group) => this.#sum(group, 'open'))));
  /** Places in `AREA_FILLS` by area. */
  readonly fills = $derived.by(() => this.#paint());
  readonly labelled = $derived.by(() => this.#label());
  /** Cases whose place is unknown, or an area without a shape, the most open first. */
  readonly besides = $derived.by(() => this.#lookBeside());
  /** What tiles show in the map's stead: all areas that can be named, and the cases of none of them. */
  readonly tiles = $derived.by(() => {
    const named = new Set(this.groups.flatMap(({ members }) => members));
    const others = this.besides.filter((code) => !named.has(code));
    return [...this.groups, ...others.map((code) => ({ code, members: [code] }))];
  });
  /** All open cases that the map and what stands beside it tell of. */
  readonly sample = $derived.by(() => this.#sampleSize());
  /** As text: what did not change must not reach the map again. */
  readonly #marksText = $derived.by(() =>
    JSON.stringify([...mapMarks(this.#wall, this.#wall.clock.now ?? 0, (area) => this.#placeOf(area))]),
  );
  readonly marks = $derived(new Map(JSON.parse(this.#marksText) as [string, AreaMark][]));
  readonly arrivals = $derived.by(() => this.#arrive());

  constructor(wall: WallState) {
    this.#wall = wall;
  }

  /** A place in `AREA_FILLS`, on the scale of `groupFloors`. */
  fillOfGroup(group: AreaGroup): number {
    return fillOf(this.#sum(group, 'open'), this.#sum(group, 'overdue'), this.groupFloors);
  }

  /** The open cases of all these places together. */
  openIn(codes: readonly string[]): number {
    return this.#sum({ members: codes }, 'open');
  }

  /** Where an area is drawn: within its district, where that is painted as a whole. */
  #placeOf(area: string): string {
    return this.#whole.find(({ members }) => members.includes(area))?.code ?? area;
  }

  #count(code: string, column: 'open' | 'overdue'): number {
    return this.#wall.cells.count(code, column) ?? 0;
  }

  #sum({ members }: Pick<AreaGroup, 'members'>, column: 'open' | 'overdue'): number {
    return members.reduce((total, code) => total + this.#count(code, column), 0);
  }

  #paint(): ReadonlyMap<string, number> {
    const fills = new Map(
      this.#painted.map((code) => [
        code,
        fillOf(this.#count(code, 'open'), this.#count(code, 'overdue'), this.floors),
      ]),
    );
    for (const group of this.#whole) fills.set(group.code, this.fillOfGroup(group));
    return fills;
  }

  /** The most open cases first, by shade and not by count: labels then seldom trade places. */
  #label(): readonly AreaGroup[] {
    const shade = (group: AreaGroup): number => {
      const open = this.#sum(group, 'open');
      return this.groupFloors.filter((floor) => open >= floor).length;
    };
    return this.groups
      .filter(({ code }) => this.shapes?.centreOf.has(code))
      .map((group) => ({ group, shade: shade(group) }))
      .sort((a, b) => b.shade - a.shade)
      .slice(0, MOST_LABELS)
      .map(({ group }) => group);
  }

  #lookBeside(): readonly string[] {
    const told = new Set([
      ...(this.shapes?.centreOf.keys() ?? []),
      ...this.#whole.flatMap(({ members }) => members),
    ]);
    return this.#wall.cells.unordered
      .map((row) => String(row[0]))
      .filter((code) => !told.has(code) && this.#count(code, 'open') > 0)
      .sort((a, b) => this.#count(b, 'open') - this.#count(a, 'open'));
  }

  #sampleSize(): number | undefined {
    const { cells } = this.#wall;
    if (!cells.isFilled) return undefined;
    return cells.unordered.reduce((total, row) => total + cells.number(row, 'open'), 0);
  }

  #arrive(): readonly Arrival[] {
    const { intake, clock, link } = this.#wall;
    const now = clock.now ?? 0;
    return intake.unordered
      .map((row) => ({
        caseNo: String(row[0]),
        areaCode: intake.text(row, 'area'),
        ageMs: (now - intake.number(row, 'at')) / link.rate,
      }))
      .filter(({ ageMs }) => ageMs < RING_MS);
  }
}
