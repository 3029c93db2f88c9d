import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import type { RefusedReply } from '../../shared/contract/eventMaps.ts';
import { faultsOf } from '../../shared/contract/faultsOf.ts';
import { helloSchema } from '../../shared/contract/sync.ts';
import type { Hello, HelloReply } from '../../shared/contract/sync.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { Hub } from '../hub/Hub.ts';
import type { RoomCaster } from './RoomCaster.ts';
import type { Screen } from './Screen.ts';

export interface HelloDeps {
  readonly hub: Hub;
  readonly caster: RoomCaster;
}

/**
 * Lets a screen into its room and brings its tables up to date, in one synchronous turn: what changed is
 * flushed to those who were there, the screen joins, gets its answer, then for each table the frames it missed
 * or the whole table. So nothing falls between what it is sent now and the frames that follow.
 */
export function answerHello(
  screen: Screen,
  input: unknown,
  reply: (answer: HelloReply | RefusedReply) => void,
  deps: HelloDeps,
): boolean {
  const checked = check(screen, input);
  if (!checked.ok) {
    reply({ ok: false, refusal: checked.refusal });
    return false;
  }
  const { hub, caster } = deps;
  const hello = checked.value;
  const room = hub.room(hello.surface);
  const granted = onceEach(hello.tables).filter(({ table, scope }) => room.has(table, scope));
  if (screen.room !== room) screen.tables.clear();
  for (const { table, scope } of granted) screen.tables.set(table, scope);
  room.flush();
  screen.enter(room);
  reply({
    ok: true,
    contractVersion: CONTRACT_VERSION,
    epoch: hub.epoch,
    hubTime: Math.floor(hub.clock.now()),
    rate: hub.clock.rate,
    mode: hub.mode,
    city: hub.city.pack.id,
    screen: screen.id,
    granted: granted.map(({ table, scope }) => ({ table, scope })),
  });
  // One that does not read is sent everything anew once it has read what it was sent before.
  if (screen.stalledAt !== undefined) return true;
  for (const held of granted) {
    const missing = room.catchUp(held);
    if (missing !== undefined) caster.catchUp(screen, missing);
  }
  return true;
}

/** A table asked for again is the same table: it is sent once, as it was first asked for. */
function onceEach(tables: Hello['tables']): Hello['tables'] {
  const seen = new Set<string>();
  return tables.filter(({ table, scope }) => {
    const isNew = !seen.has(`${scope}/${table}`);
    seen.add(`${scope}/${table}`);
    return isNew;
  });
}

function check(screen: Screen, input: unknown): Result<Hello, Refusal> {
  const parsed = helloSchema.safeParse(input);
  if (!parsed.success) {
    return refuse({ code: 'invalid_input', faults: faultsOf(parsed.error.issues, input) });
  }
  const { contractVersion, surface } = parsed.data;
  if (contractVersion !== CONTRACT_VERSION) {
    return refuse(refusal('contract_version', { hub: CONTRACT_VERSION, screen: contractVersion }));
  }
  // A paired screen shows the wall; programs may look at what any surface shows.
  if (screen.actor.role === 'wall' && surface !== 'wall') return refuse(refusal('not_allowed', { surface }));
  return ok(parsed.data);
}
