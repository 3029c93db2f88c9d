import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Registry } from 'prom-client';
import type { City } from '../shared/domain/City.ts';
import { cityFolder } from './cityFolder.ts';
import { FedClock } from './clock/FedClock.ts';
import { LiveClock } from './clock/LiveClock.ts';
import { resumeAt, ScaledClock } from './clock/ScaledClock.ts';
import { StartDoubt } from './clock/StartDoubt.ts';
import { watchClock } from './clock/watchClock.ts';
import type { Config } from './config.ts';
import { createHub } from './createHub.ts';
import type { HubEdgeDeps } from './createHub.ts';
import { createFeed } from './feeds/createFeed.ts';
import type { Feed } from './feeds/Feed.ts';
import { FedTime } from './feeds/FedTime.ts';
import { insidePort } from './feeds/insidePort.ts';
import { handOutKeys } from './handOutKeys.ts';
import type { HandedOut } from './handOutKeys.ts';
import type { PastProgress, PastTime } from './feeds/PastTime.ts';
import { Access } from './http/access/Access.ts';
import { Origins } from './http/access/Origins.ts';
import { TrustedProxies } from './http/access/TrustedProxies.ts';
import { CallerKeys } from './http/intake/CallerKeys.ts';
import { DEFAULT_LIMITS, FAILURES_PER_MINUTE } from './http/limits.ts';
import type { Mode } from '../shared/domain/vocabulary.ts';
import type { Hub } from './hub/Hub.ts';
import type { HubClock } from './hub/HubClock.ts';
import { openHub } from './hub/openHub.ts';
import { lastAtOf } from './lastAtOf.ts';
import { listen } from './listen.ts';
import { loadCity } from './loadCity.ts';
import type { Log } from './Log.ts';
import { packageRoot } from './packageRoot.ts';
import { requirePolicy } from './requirePolicy.ts';
import { assertKinds } from './store/dir/assertKinds.ts';
import { DataDir } from './store/dir/DataDir.ts';
import { layoutOf } from './store/dir/layout.ts';
import { watchFiles } from './store/dir/watchFiles.ts';
import type { EventStore } from './store/EventStore.ts';
import { openStore } from './store/openStore.ts';
import { openVault } from './store/openVault.ts';
import { FileLedger, ledgerBeside } from './store/vault/FileLedger.ts';
import { watchKeys } from './watchKeys.ts';

export interface RunningHub {
  readonly host: string;
  readonly port: number;
  readonly mode: Mode;
  readonly city: City;
  readonly fresh: HandedOut['fresh'];
  /** Why nothing is filed yet: the machine's clock does not go with the log. */
  readonly doubt: string | undefined;
  /** Whether whole days of a past are made up first: a first start, one that was broken off, or a long absence. */
  readonly makesUpDays: boolean;
  /** Settles when the past that the feed makes up is there; at once where it makes none up. */
  readonly caughtUp: Promise<void>;
  /** Settles when the feed has ended, however it did. */
  readonly fed: Promise<unknown>;
  /** Stops the feed, answers what was taken, and leaves everything on stable storage. */
  readonly close: () => Promise<void>;
}

const DAY_MS = 86_400_000;
/** Seconds' worth of its rate that an intake key may use at once. */
const BURST_SECONDS = 10;

/**
 * From a configuration to a hub that answers. Throws StartError, one sentence, where it cannot be. `tell` hears how
 * far the feed has come with making up the past.
 */
export async function startHub(
  config: Config,
  log: Log,
  tell: (progress: PastProgress) => void = () => {},
  stopNow: (sentence: string) => void = () => {},
): Promise<RunningHub> {
  assertKinds(layoutOf(config.dataDir));
  const cityDir = cityFolder(config.city);
  const city = loadCity(config.city, cityDir, layoutOf(config.dataDir).map);
  const { unknownCodes } = city.map;
  if (unknownCodes.length > 0)
    log.warn(
      { codes: unknownCodes },
      'shapes of areas that the city pack does not know are left out of the map',
    );
  const feed = await createFeed(config, city, cityDir);
  const mode = modeOf(config, feed);
  // Before a directory is bound to it for ever.
  if (!existsSync(layoutOf(config.dataDir).binding)) requirePolicy(city, feed.startAt ?? Date.now(), cityDir);
  const dataDir = DataDir.open({
    path: config.dataDir,
    city: city.pack.id,
    mode,
    t0: feed.startAt ?? Date.now(),
  });
  try {
    return await runOn(dataDir, { config, city, cityDir, feed, log, tell, stopNow });
  } catch (error) {
    dataDir.close();
    throw error;
  }
}

interface Start {
  readonly config: Config;
  readonly city: City;
  /** Where its pack lies. */
  readonly cityDir: string;
  readonly feed: Feed;
  readonly log: Log;
  readonly tell: (progress: PastProgress) => void;
  /** Must end the process: another program writes to the log. */
  readonly stopNow: (sentence: string) => void;
}

async function runOn(dataDir: DataDir, start: Start): Promise<RunningHub> {
  const handedOut = handOutKeys(dataDir.secrets.keyHashes, start.config.intakeKey);
  if (dataDir.mended.length > 0)
    start.log.warn({ names: dataDir.mended }, 'other users could read the data directory; now they cannot');
  const store = await openStore(dataDir, { onForeign: start.stopNow });
  try {
    return await serve(dataDir, store, handedOut, start);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(
  dataDir: DataDir,
  store: EventStore,
  handedOut: HandedOut,
  { config, city, cityDir, feed, log, tell }: Start,
): Promise<RunningHub> {
  const { mode, logId, t0 } = dataDir.binding;
  const ledger = FileLedger.open(config.erasureLedger ?? ledgerBeside(dataDir.layout.root), dataDir.binding);
  const vault = await openVault(dataDir, store);
  const clock = await clockOf(mode, t0, config, store);
  const isTimeFed = clock instanceof FedClock;
  requirePolicy(city, clock.now(), cityDir);
  const makesUpDays = mode === 'simulate' && clock.wall() - clock.now() >= DAY_MS;
  const { watch, doubt } = await watchOf(clock, mode, store, config, log);
  const files = watchFiles(dataDir.held, log);
  const epoch = `${logId}.${randomUUID().slice(0, 8)}`;
  // Time that comes from a file is never in doubt.
  const holdBreaches = isTimeFed ? () => false : watch.holdBreaches;
  // Scaled hub time does not follow the wall clock.
  const offMs = mode === 'live' ? watch.offMs : undefined;
  const judging = { holdBreaches, refusesActs: watch.refusesActs, offMs, isTimeFed };
  const hub = await openHub({ store, vault, ledger, city, clock, mode, epoch, log, ...judging });
  const doors = doorsOf(hub, dataDir, handedOut, config, log);
  const served = createHub(doors);
  const port = await listen(served.http, config.host, config.port);
  // Only now can the new keys be told to somebody; a start that failed before has handed out none.
  if (!isDeepStrictEqual(handedOut.hashes, dataDir.secrets.keyHashes))
    dataDir.saveSecrets({ ...dataDir.secrets, keyHashes: handedOut.hashes });
  const unwatch = watchKeys(dataDir.layout.secrets, dataDir.secrets, doors.access, log);
  feed.start({
    port: insidePort(hub, new CallerKeys(macKeyOf(dataDir)), { role: 'integration', id: `feed.${mode}` }),
    clock,
    log,
    setRow: (row) => hub.setRow('feed', row),
    ...(clock instanceof ScaledClock ? { past: pastOf(clock, hub, tell) } : {}),
    ...(clock instanceof FedClock ? { fed: new FedTime(clock, hub, tell) } : {}),
  });
  pace(feed, clock, config.feedSpeed);
  const close = async () => {
    await feed.stop();
    watch.stop();
    files.stop();
    unwatch();
    await served.close();
    dataDir.close();
  };
  const { caughtUp, done: fed } = feed;
  const rest = { fresh: handedOut.fresh, doubt: doubt.sentence(), makesUpDays, caughtUp, fed, close };
  return { host: config.host, port, mode, city, ...rest };
}

async function watchOf(clock: HubClock, mode: Mode, store: EventStore, config: Config, log: Log) {
  const lastAt = mode === 'live' ? await lastAtOf(store) : undefined;
  const doubt = new StartDoubt(clock, lastAt, config.trustClock);
  return { doubt, watch: watchClock(clock, log, doubt) };
}

function pace(feed: Feed, clock: HubClock, speed: number): void {
  void feed.caughtUp.then(() => {
    if (clock instanceof ScaledClock) clock.changeRate(speed);
  });
}

function pastOf(clock: ScaledClock, hub: Hub, tell: (progress: PastProgress) => void): PastTime {
  return { jumpTo: (at) => clock.jumpTo(at), fireDue: () => hub.fireDue(), tell };
}

function macKeyOf(dataDir: DataDir): Buffer {
  return Buffer.from(dataDir.secrets.macKey, 'hex');
}

function doorsOf(hub: Hub, dataDir: DataDir, { keys }: HandedOut, config: Config, log: Log): HubEdgeDeps {
  const { intakeRate, host, origins, trustProxy, compressFrames } = config;
  const proxies = new TrustedProxies(trustProxy);
  return {
    hub,
    log,
    access: new Access({
      keys,
      failuresPerMinute: FAILURES_PER_MINUTE,
      monotonic: () => hub.clock.monotonic(),
      proxies,
      log,
    }),
    origins: new Origins(origins, host, proxies),
    limits: { ...DEFAULT_LIMITS, callsPerSecond: intakeRate, callsBurst: intakeRate * BURST_SECONDS },
    registry: new Registry(),
    macKey: macKeyOf(dataDir),
    clientDir: join(packageRoot(), 'dist', 'client'),
    compressOnce: compressFrames,
  };
}

/** Without a feed an existing directory is opened as what it is; a new one is live. */
function modeOf(config: Config, feed: Feed): Mode {
  if (config.feed !== 'off' || !existsSync(layoutOf(config.dataDir).binding)) return feed.mode;
  return DataDir.bindingOf(config.dataDir).mode;
}

async function clockOf(
  mode: Mode,
  t0: number | undefined,
  { feed, feedSpeed }: Config,
  store: EventStore,
): Promise<HubClock> {
  if (mode === 'live') return new LiveClock();
  const startAt = resumeAt(t0 ?? 0, await lastAtOf(store));
  if (mode === 'replay' && feed !== 'off') return new FedClock(startAt, feedSpeed);
  // While a past is made up the feed moves time on itself.
  return new ScaledClock(startAt, mode === 'simulate' ? 1 : feedSpeed);
}
