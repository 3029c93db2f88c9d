import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { Receipt, Reply, Submission } from '../../server/hub/Submission.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { CaseOrder, RegisterPayload } from '../../shared/domain/case/CaseCommand.ts';
import type { City } from '../../shared/domain/City.ts';
import { FakeClock } from './FakeClock.ts';
import { plainVault } from './plainVault.ts';
import { quietLog } from './quietLog.ts';
import { sampleCity } from './sampleCity.ts';

const PROGRAM = { role: 'integration', id: 'program' } as const;

/** An intake that the sample city's rules do not dispatch by themselves. */
export function intake(over: Partial<RegisterPayload> = {}): RegisterPayload {
  return {
    filedBy: 'program',
    source: 'test',
    externalId: 'x1',
    channel: 'phone',
    kind: 'complaint',
    title: 'title',
    content: 'content',
    ...over,
  };
}

export function filing(payload: RegisterPayload, keys: Submission['keys'] = []): Submission {
  return { actor: PROGRAM, priority: 'people', keys, command: { type: 'RegisterCase', payload } };
}

export function ordering(command: CaseOrder, expectedVersion?: number): Submission {
  return { actor: PROGRAM, priority: 'people', keys: [], expectedVersion, command };
}

export function accepted(reply: Reply): Receipt {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.refusal)}`);
  return reply.value;
}

/** A hub on a memory store whose next appends can be made to fail, on a clock that a test moves. */
export async function laneHub(city: City = sampleCity()) {
  const faults: Error[] = [];
  const store = new MemoryStore({
    beforeAppend: () => {
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
    },
  });
  const clock = new FakeClock();
  const vault = plainVault();
  const log = quietLog();
  let held = false;
  const start = (epoch: string): Promise<Hub> =>
    openHub({ store, vault, city, clock, mode: 'live', epoch, log, holdBreaches: () => held });
  return {
    hub: await start('first'),
    start,
    store,
    clock,
    vault,
    log,
    city,
    failNext: (fault: Error) => faults.push(fault),
    holdBreaches: (hold: boolean) => {
      held = hold;
    },
  };
}
