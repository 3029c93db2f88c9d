import { expect, it, vi } from 'vitest';
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
