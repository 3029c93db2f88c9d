import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Hub } from '../hub/Hub.ts';
import type { ApiRoute } from './api/ApiRoute.ts';

interface Tally {
  readonly labels: { readonly method: string; readonly path: string; readonly status: string };
  answers: number;
  seconds: number;
  /** Answers that took longer than `SLOW_SECONDS`. */
  slow: number;
}

const SLOW_SECONDS = 0.1;

/**
 * What the edge counts, and what the hub says of itself whenever it is asked. Calls are counted in plain
 * numbers and handed over when somebody asks: finding a counter by its labels costs as much as checking an
 * intake.
 */
export class EdgeMetrics {
  readonly #byRoute = new Map<ApiRoute, Map<number, Tally>>();

  constructor(registry: Registry, hub: Hub) {
    this.#counter(registry, 'answers', 'Answers by call and status.');
    this.#counter(registry, 'seconds', 'Seconds from the head of a request to its answer.');
    this.#counter(registry, 'slow', `Answers that took longer than ${SLOW_SECONDS} seconds.`);
    gaugeHub(registry, hub);
  }

  answered(route: ApiRoute, status: number, seconds: number): void {
    const tally = this.#tallyOf(route, status);
    tally.answers++;
    tally.seconds += seconds;
    if (seconds > SLOW_SECONDS) tally.slow++;
  }

  #tallyOf(route: ApiRoute, status: number): Tally {
    const byStatus = this.#byRoute.get(route) ?? new Map<number, Tally>();
    const known = byStatus.get(status);
    if (known !== undefined) return known;
    const { method, path } = route;
    const tally = { labels: { method, path, status: String(status) }, answers: 0, seconds: 0, slow: 0 };
    this.#byRoute.set(route, byStatus.set(status, tally));
    return tally;
  }

  #counter(registry: Registry, name: 'answers' | 'seconds' | 'slow', help: string): void {
    const tallies = () => [...this.#byRoute.values()].flatMap((byStatus) => [...byStatus.values()]);
    new Counter({
      name: `whistleboard_http_${name}_total`,
      help,
      labelNames: ['method', 'path', 'status'],
      registers: [registry],
      collect() {
        this.reset();
        for (const tally of tallies()) this.inc(tally.labels, tally[name]);
      },
    });
  }
}

function gaugeHub(registry: Registry, hub: Hub): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `whistleboard_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('seq', 'Sequence number of the last group on stable storage.', () => hub.seq);
  gauge('clock_rate', 'Hub milliseconds in a real one.', () => hub.clock.rate);
  gauge('lane_waiting', 'Submissions that wait for a group.', () => hub.load().waiting);
  gauge('lane_groups', 'Groups recorded since the start.', () => hub.load().groups);
  gauge('lane_commands', 'Commands recorded since the start.', () => hub.load().commands);
  gauge('lane_failed_groups', 'Groups that the store did not take.', () => hub.load().failedGroups);
  gauge(
    'store_rows_read_at_start',
    'Rows read from the store before the hub could serve.',
    () => hub.rowsReadAtStart,
  );
  gauge('open_cases', 'Cases that have not ended.', () => hub.load().openCases);
}
