/** What one caller may ask of the hub. Sizes are bytes. */
export interface EdgeLimits {
  readonly caseBytes: number;
  readonly batchBytes: number;
  readonly batchLines: number;
  /** Calls a second one identity may make on average, each line of a batch counted as one, and at once. */
  readonly callsPerSecond: number;
  readonly callsBurst: number;
  /** Submissions waiting in the lane beyond which new ones are turned away. */
  readonly waiting: number;
  readonly socketBytes: number;
  readonly socketMessagesPerSecond: number;
  readonly socketMessagesBurst: number;
  /** Sockets of screens and programs that have shown who they are. */
  readonly sockets: number;
  /** HTTP connections without and with a good key; they do not take each other's place. */
  readonly unknownConnections: number;
  readonly unknownPerAddress: number;
  readonly knownConnections: number;
  /** Sockets that wait for their upgrade, then those that have not joined yet. */
  readonly waitingSockets: number;
  readonly unjoinedSockets: number;
  readonly unjoinedPerAddress: number;
  /** One identity may stand for every screen of a room (a demo, a monitor), so this is no person's limit. */
  readonly handshakesPerMinute: number;
}

export const DEFAULT_LIMITS: EdgeLimits = {
  caseBytes: 64 * 1024,
  batchBytes: 4 * 1024 * 1024,
  batchLines: 100,
  callsPerSecond: 2_000,
  callsBurst: 20_000,
  waiting: 10_000,
  socketBytes: 64 * 1024,
  socketMessagesPerSecond: 20,
  socketMessagesBurst: 40,
  sockets: 2_000,
  unknownConnections: 1_000,
  unknownPerAddress: 100,
  knownConnections: 2_000,
  waitingSockets: 2_000,
  unjoinedSockets: 1_000,
  unjoinedPerAddress: 50,
  handshakesPerMinute: 6_000,
};

/** Failed attempts to be let in that one address has a minute before it is told to wait. */
export const FAILURES_PER_MINUTE = 100;
