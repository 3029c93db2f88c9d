import { expect, it, vi } from 'vitest';
import { ErasureScrub } from '../../server/hub/ErasureScrub.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { quietLog } from '../support/quietLog.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';

/** A hub whose store cannot overwrite erased pages until `free` is called, as while a backup reads it. */
async function readHub() {
  const made = await laneHub();
  const real = made.store.confirmErased.bind(made.store);
  const tried = vi.spyOn(made.store, 'confirmErased').mockResolvedValue(false);
  return { ...made, tried, free: () => void tried.mockImplementation(real) };
}

it('[LOG260] an erasure that a reader delays holds up no other command, and is done once the reader is gone', async () => {
  const { hub, store, vault, clock, tried, free } = await readHub();
  const { state } = accepted(await hub.submit(filing(intake())));
  accepted(await hub.submit(ordering({ type: 'EraseCase', caseId: state.id, payload: {} })));
  expect(vault.isDestroyed(state.keySlot)).toBe(true);
  accepted(await hub.submit(filing(intake())));
  await clock.advanceAsync(3_000);
  expect(tried.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(await store.pendingErasures()).toHaveLength(1);
  free();
  await clock.advanceAsync(1_000);
  expect(await store.pendingErasures()).toEqual([]);
  await hub.close();
});

it('[LOG261] a hub starts while a reader delays an earlier erasure, and finishes it later', async () => {
  const { hub, start, store, clock, free } = await readHub();
  const { state } = accepted(await hub.submit(filing(intake())));
  accepted(await hub.submit(ordering({ type: 'EraseCase', caseId: state.id, payload: {} })));
  await hub.close();
  const again = await start('second');
  accepted(await again.submit(filing(intake())));
  free();
  await clock.advanceAsync(1_000);
  expect(await store.pendingErasures()).toEqual([]);
  await again.close();
});

it('[LOG262] an erasure is entered in the ledger before it is confirmed, once, and again where that failed', async () => {
  const told: string[] = [];
  const faults = [new Error('the ledger is on a full disk')];
  const clock = new FakeClock();
  const scrub = new ErasureScrub({
    clock,
    log: quietLog(),
    ledger: {
      record: (erased) => {
        const fault = faults.shift();
        if (fault !== undefined) throw fault;
        for (const { caseId } of erased) told.push(`ledger ${caseId}`);
      },
    },
    store: {
      confirmErased: (ids) => {
        told.push(`store ${ids.join()}`);
        return Promise.resolve(told.length > 2);
      },
    },
  });
  scrub.add([{ caseId: 7, keySlot: 0 }]);
  await clock.advanceAsync(2_500);
  await scrub.stop();
  expect(told).toEqual(['ledger 7', 'store 7', 'store 7']);
});
