import type { PastProgress } from './feeds/PastTime.ts';

/** What the bar is drawn on. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CELLS = 24;
/** Between two drawings, in real milliseconds; where there is no terminal one line is left for each of so many per cent. */
const DRAW_EVERY_MS = 200;
const LINE_EVERY_PERCENT = 10;
/** Before so much is done nobody knows how long the rest will take. */
const KNOWN_FROM_PERCENT = 1;

/**
 * Shows on the terminal how far a feed has come with the days that it makes up or plays: one line that is redrawn, or a
 * few plain ones.
 */
export class PastBar {
  readonly #what: string;
  readonly #terminal: Terminal;
  readonly #monotonic: () => number;
  #startedAt: number | undefined;
  #drawnAt = -Infinity;
  #linePercent = -LINE_EVERY_PERCENT;
  #isOpen = false;
  #isOver = false;

  /** `what` stands before a plain line. */
  constructor(what: string, terminal: Terminal, monotonic: () => number) {
    this.#what = what;
    this.#terminal = terminal;
    this.#monotonic = monotonic;
  }

  show(progress: PastProgress): void {
    if (this.#isOver) return;
    const now = this.#monotonic();
    this.#startedAt ??= now;
    const wholeMs = Math.max(1, progress.untilAt - progress.fromAt);
    const share = Math.min(1, (progress.at - progress.fromAt) / wholeMs);
    const percent = Math.floor(share * 100);
    const measuredMs = percent < KNOWN_FROM_PERCENT ? null : ((now - this.#startedAt) * (1 - share)) / share;
    const { secondsLeft } = progress;
    const text = textOf(progress, percent, secondsLeft === undefined ? measuredMs : inMs(secondsLeft));
    if (this.#terminal.isTTY === true) this.#draw(text, percent, now);
    else this.#line(text, percent);
  }

  /** Nothing is drawn after this. */
  end(): void {
    this.#isOver = true;
    if (this.#isOpen) this.#terminal.write('\r\x1b[K');
  }

  #draw(text: string, percent: number, now: number): void {
    if (now - this.#drawnAt < DRAW_EVERY_MS) return;
    this.#drawnAt = now;
    this.#isOpen = true;
    const full = Math.round((percent / 100) * CELLS);
    const line = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${text}`;
    this.#terminal.write(`\r\x1b[K${line.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
  }

  #line(text: string, percent: number): void {
    if (percent < this.#linePercent + LINE_EVERY_PERCENT) return;
    this.#linePercent = percent - (percent % LINE_EVERY_PERCENT);
    this.#terminal.write(`${this.#what}: ${text}\n`);
  }
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1_000;
}

function textOf({ at, cases, setAside = 0 }: PastProgress, percent: number, restMs: number | null): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const odd = setAside === 0 ? [] : [`${setAside} rows set aside`];
  const left = restMs === null ? [] : [`about ${Math.ceil(restMs / 1000)} s left`];
  return [`${percent} %`, day, `${cases} cases`, ...odd, ...left].join(' · ');
}
