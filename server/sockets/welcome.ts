import type { RefusedReply } from '../../shared/contract/eventMaps.ts';
import { screenReportSchema } from '../../shared/contract/sync.ts';
import type { HelloReply } from '../../shared/contract/sync.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Log } from '../Log.ts';
import { answerHello } from './answerHello.ts';
import type { HelloDeps } from './answerHello.ts';
import { offersDeflate } from './engineWire.ts';
import type { CountCut } from './gaugeSockets.ts';
import type { LiveNamespace } from './liveServer.ts';
import { Screen } from './Screen.ts';
import type { LiveSocket } from './Screen.ts';
import type { Screens } from './Screens.ts';
import type { Turnstile } from './Turnstile.ts';

export interface WelcomeDeps extends HelloDeps {
  readonly screens: Screens;
  readonly cuts: CountCut;
  readonly log: Log;
  readonly compressOnce: boolean;
  readonly turnstile: Turnstile;
}

/** What every admitted socket may say, and what becomes of it. */
export function welcome(live: LiveNamespace, deps: WelcomeDeps): void {
  live.on('connection', (socket) => {
    const { hub, screens } = deps;
    const screen = new Screen({
      number: screens.takeNumber(),
      socket,
      actor: must(socket.data.actor, 'a socket came in without an identity'),
      since: Math.floor(hub.clock.now()),
      deflates: deps.compressOnce && offersDeflate(socket.request),
    });
    screens.add(screen);
    // Without a listener one broken packet would end the process.
    socket.on('error', () => {});
    socket.on('disconnect', () => screens.remove(screen));
    socket.use(([event, ...args], next) => {
      if (event === 'sync:hello' || event === 'screen:report') next();
      else refuseOther(screen, String(event), args.at(-1), deps);
    });
    listen(socket, screen, deps);
  });
}

function listen(socket: LiveSocket, screen: Screen, deps: WelcomeDeps): void {
  const { screens } = deps;
  // What the types promise of the other side is only known after it has been checked.
  socket.on('sync:hello', (hello: unknown, reply: unknown) => {
    if (!isReply(reply)) return cutOff(screen, 'no_reply', deps);
    deps.turnstile.pass(() => {
      if (!socket.connected) return;
      const isFirst = screen.room === undefined;
      if (answerHello(screen, hello, reply, deps) && isFirst) screens.joined(screen);
    });
  });
  socket.on('screen:report', (report: unknown) => {
    const parsed = screenReportSchema.safeParse(report);
    if (!parsed.success) return;
    screen.report = parsed.data;
    if (screen.room !== undefined) screens.changed(screen);
  });
}

/** A wall says two things and nothing else; a program is told what does not exist yet. */
function refuseOther(screen: Screen, event: string, reply: unknown, deps: WelcomeDeps): void {
  if (screen.actor.role === 'wall' || !event.startsWith('action:') || !isReply(reply)) {
    cutOff(screen, 'other_event', deps);
    return;
  }
  const answer: RefusedReply = { ok: false, refusal: refusal('not_built_yet') };
  reply(answer);
}

/** The way back of an event that wants an answer: the library puts it last. */
function isReply(value: unknown): value is (answer: HelloReply | RefusedReply) => void {
  return typeof value === 'function';
}

function cutOff(screen: Screen, reason: string, { cuts, log }: WelcomeDeps): void {
  cuts(reason);
  log.warn({ screen: screen.id, role: screen.actor.role, reason }, 'a screen was cut off');
  screen.cutOff();
}
