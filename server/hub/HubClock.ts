/** The hub's time. Injected everywhere; nothing in `shared/` or `server/hub` reads a clock of its own. */
export interface HubClock {
  /** Hub time in epoch milliseconds: the machine's in live mode, scaled in replay and simulation. */
  now(): number;
  /** How many hub milliseconds pass in a real one. */
  readonly rate: number;
  /**
   * Calls `fire` once after a real delay; the returned function calls it off. The timer does not keep the
   * process alive.
   */
  after(realMs: number, fire: () => void): () => void;
  /** Real, unscaled, never stepping milliseconds, for delays and for judging clock jumps. */
  monotonic(): number;
  /** The machine's wall clock, unscaled: compared with `monotonic` to see it step (K8). */
  wall(): number;
}
