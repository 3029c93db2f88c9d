import { pino } from 'pino';
import { readConfig } from './config.ts';
import { checkReplay } from './feeds/checkReplay.ts';
import type { PastProgress } from './feeds/PastTime.ts';
import { PastBar } from './PastBar.ts';
import { startHub } from './startHub.ts';
import type { RunningHub } from './startHub.ts';
import { StartError } from './StartError.ts';
import { CorruptStoreError } from './store/EventStore.ts';

// The only file that reads the environment, opens ports and listens to signals.

const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info' }, pino.destination({ fd: 2, sync: true }));

const MODES: Readonly<Record<RunningHub['mode'], string>> = {
  live: 'live 实时',
  replay: 'replayed data 回放数据: this data directory stays so',
  simulate: 'simulated data 模拟数据: this data directory stays so',
};

process.on('uncaughtException', (error) => {
  // Nothing that was acknowledged is lost: it is on stable storage. A supervisor starts the hub again.
  log.fatal({ err: error }, 'the hub met a fault of its own and stops');
  process.exit(70);
});

let isStopping = false;

try {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config.feedCheck) {
    const { report, isGood } = await checkReplay(config);
    process.stdout.write(`${report}\n`);
    process.exit(isGood ? 0 : 1);
  }
  const isReplay = config.feed.startsWith('replay:');
  const bar = new PastBar(isReplay ? 'Replaying' : 'Making up past days', process.stdout, () =>
    performance.now(),
  );
  // A replay goes on beside everything else: where it has come is told below the addresses.
  let isBarShown = !isReplay;
  const tell = (past: PastProgress): void => {
    if (isBarShown) bar.show(past);
  };
  const hub = await startHub(config, log, tell, stopNow);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(hub));
  // A wall whose last days are missing has little to show yet; one that was away for hours shows what it has at once.
  if (hub.makesUpDays) await hub.caughtUp;
  if (!isReplay) bar.end();
  if (!isStopping) process.stdout.write(welcome(hub));
  if (hub.doubt !== undefined) process.stderr.write(`${hub.doubt}\n`);
  isBarShown = isReplay;
  if (isReplay) void hub.fed.then(() => bar.end());
} catch (error) {
  if (!(error instanceof StartError) && !(error instanceof CorruptStoreError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** At once, and with nothing answered any more: going on would spoil what another hub writes. */
function stopNow(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function stop(hub: RunningHub): Promise<void> {
  isStopping = true;
  process.stdout.write('Stopping: what was taken is being finished.\n');
  await hub.close();
  process.exit(0);
}

function welcome({ host, port, mode, city, fresh }: RunningHub): string {
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const paired = fresh.screen === undefined ? '' : `#screen=${fresh.screen}`;
  const lines = [
    `Whistleboard 哨屏 · ${city.pack.names.en} ${city.pack.names.zh} · ${MODES[mode]}`,
    `  wall     ${origin}/wall${mode === 'live' ? paired : ''}`,
    `  console  ${origin}/console (not there yet)`,
    `  leader   ${origin}/leader (not there yet)`,
    `  API      ${origin}/api/docs`,
  ];
  if (mode === 'live' && paired !== '')
    lines.push('  The wall address pairs a screen: it is shown this once.');
  if (fresh.intake !== undefined) lines.push(`  intake key, shown this once: ${fresh.intake}`);
  return `${lines.join('\n')}\nCtrl-C stops it.\n`;
}
