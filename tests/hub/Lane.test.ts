import { describe, expect, it } from 'vitest';
import type { Frame } from '../../shared/contract/sync.ts';
import { StoreFullError } from '../../server/store/EventStore.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';

const key = (hash: string, bodyMac = 'body') => [{ hash, bodyMac }];

describe('Lane', () => {
  it('[LOG1] registers, accepts and dispatches an intake in one group, and answers with what is durable', async () => {
    const { hub, store, city } = await laneHub();
    const unit = city.pack.units[0]?.code ?? '';
    const { state, seq } = accepted(await hub.submit(filing(intake({ hostUnitCode: unit }))));
    expect(state).toMatchObject({
      state: 'dispatched',
      hostUnitCode: unit,
      level: city.policyAt(state.registeredAt).defaultLevel,
    });
    const events = await store.events(0, 100);
    expect(events.map((event) => event.type)).toEqual(['CaseRegistered', 'CaseAccepted', 'CaseDispatched']);
    expect(events.map((event) => [event.seq, event.prev])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
    expect(seq).toBe(3);
  });

  it('[LOG2] lets a case whose unit nobody knows wait for dispatch', async () => {
    const { hub } = await laneHub();
    const { state } = accepted(await hub.submit(filing(intake())));
    expect(state.state).toBe('accepted');
    expect(state.clocks.map((clock) => clock.kind)).toEqual(['dispatch', 'citizen']);
  });

  it('[LOG3] decides the commands of one group in order, each seeing what those before it did', async () => {
    const { hub } = await laneHub();
    const { state } = accepted(await hub.submit(filing(intake({ hostUnitCode: 'ROADS' }))));
    const sign = { type: 'Sign', caseId: state.id, payload: {} } as const;
    const [first, second] = await Promise.all([
      hub.submit(ordering(sign, state.version)),
      hub.submit(ordering(sign, state.version)),
    ]);
    expect(first?.ok).toBe(true);
    expect(second).toEqual({
      ok: false,
      refusal: { code: 'stale', facts: { version: state.version + 1, state: 'signed' } },
    });
    expect(hub.load().groups).toBe(2);
  });

  it('[LOG4] answers a key that is used twice in one group once, and gives another body key_reused', async () => {
    const { hub, store } = await laneHub();
    const replies = await Promise.all([
      hub.submit(filing(intake(), key('k'))),
      hub.submit(filing(intake(), key('k'))),
      hub.submit(filing(intake(), key('k', 'other body'))),
    ]);
    const [first, again, reused] = replies;
    expect(first).toMatchObject({ ok: true, value: { repeated: false } });
    expect(again).toMatchObject({
      ok: true,
      value: { repeated: true, seq: first?.ok ? first.value.seq : -1 },
    });
    expect(reused).toEqual({ ok: false, refusal: { code: 'key_reused' } });
    expect((await store.newestCases(10)).length).toBe(1);
  });

  it('[LOG5] answers a key of an earlier group with the case as it stood then', async () => {
    const { hub } = await laneHub();
    const first = accepted(await hub.submit(filing(intake({ hostUnitCode: 'ROADS' }), key('k'))));
    accepted(await hub.submit(ordering({ type: 'Sign', caseId: first.state.id, payload: {} })));
    const again = accepted(await hub.submit(filing(intake({ hostUnitCode: 'ROADS' }), key('k'))));
    expect(again).toEqual({ ...first, repeated: true });
  });

  it('[LOG222] keeps a key that came beside a known one: either is answered the same later, in one group or not', async () => {
    const { hub, start } = await laneHub();
    const both = (...hashes: readonly string[]) => hashes.map((hash) => ({ hash, bodyMac: 'body' }));
    const first = accepted(await hub.submit(filing(intake(), both('idem-1', 'source'))));
    const second = accepted(await hub.submit(filing(intake(), both('idem-2', 'source'))));
    const later = accepted(await hub.submit(filing(intake(), both('idem-2'))));
    expect([second, later]).toEqual([
      { ...first, repeated: true },
      { ...first, repeated: true },
    ]);
    const reused = await hub.submit(filing(intake(), key('idem-2', 'other body')));
    expect(reused).toEqual({ ok: false, refusal: { code: 'key_reused' } });
    const [, third] = await Promise.all([
      hub.submit(filing(intake(), both('fresh'))),
      hub.submit(filing(intake(), both('idem-3', 'fresh'))),
    ]);
    await hub.close();
    const again = await start('second');
    expect(accepted(await again.submit(filing(intake(), both('idem-2'))))).toEqual(later);
    expect(accepted(await again.submit(filing(intake(), both('idem-3'))))).toEqual(third?.ok && third.value);
  });

  it('[LOG222] gives key_reused where one of two keys was used with another body, whichever stands first', async () => {
    const { hub } = await laneHub();
    accepted(await hub.submit(filing(intake(), key('same'))));
    accepted(await hub.submit(filing(intake({ externalId: 'x2' }), key('taken', 'other body'))));
    for (const keys of [
      [...key('same'), ...key('taken')],
      [...key('taken'), ...key('same')],
    ]) {
      const reply = await hub.submit(filing(intake(), keys));
      expect(reply).toEqual({ ok: false, refusal: { code: 'key_reused' } });
    }
  });

  it('[LOG6] fails every reply of a group whose append fails, shows none of it, and a retry yields one case', async () => {
    const { hub, store, clock, failNext } = await laneHub();
    const frames: Frame[] = [];
    hub.room('wall').onFrame((frame) => frames.push(frame));
    failNext(new Error('the disk said no'));
    const lost = await Promise.all([
      hub.submit(filing(intake(), key('a'))),
      hub.submit(filing(intake(), key('b'))),
    ]);
    expect(lost).toEqual([
      { ok: false, refusal: { code: 'storage_failed' } },
      { ok: false, refusal: { code: 'storage_failed' } },
    ]);
    clock.advance(1_000);
    expect(frames).toEqual([]);
    expect(await store.head()).toEqual({ seq: 0, keySlots: 0 });
    const retry = accepted(await hub.submit(filing(intake(), key('a'))));
    expect(retry).toMatchObject({ repeated: false, state: { keySlot: 0 } });
    expect(String(retry.state.id).slice(8)).toBe('000001');
    expect(await store.newestCases(10)).toHaveLength(1);
  });

  it('[LOG7] says storage_full where there is no room, and goes on when there is', async () => {
    const { hub, failNext } = await laneHub();
    failNext(new StoreFullError('no room'));
    expect(await hub.submit(filing(intake()))).toEqual({ ok: false, refusal: { code: 'storage_full' } });
    expect((await hub.submit(filing(intake()))).ok).toBe(true);
  });

  it('[LOG8] numbers the cases of a local day densely, whatever was refused in between', async () => {
    const { hub, clock, city } = await laneHub();
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) {
      if (i % 2 === 1) await hub.submit(filing(intake({ reportedAt: clock.now() + 3_600_000 })));
      ids.push(accepted(await hub.submit(filing(intake()))).state.id);
    }
    const day = city.calendar.dayOf(clock.now());
    expect(ids).toEqual([1, 2, 3, 4, 5].map((serial) => day.date * 1_000_000 + serial));
    clock.advance(day.endAt - clock.now());
    const next = accepted(await hub.submit(filing(intake())));
    expect(next.state.id).toBe(city.calendar.dayOf(day.endAt).date * 1_000_000 + 1);
  });

  it('[LOG9] takes the time of receipt as the time of the act, not that of the group', async () => {
    const { hub, clock } = await laneHub();
    const at = clock.now();
    const reply = hub.submit(filing(intake()));
    clock.advance(7_000);
    expect(accepted(await reply).state.registeredAt).toBe(at);
  });

  it('[LOG10] takes no more commands once it is closing, and finishes those it took', async () => {
    const { hub } = await laneHub();
    const taken = hub.submit(filing(intake()));
    const closing = hub.close();
    expect(await hub.submit(filing(intake()))).toEqual({ ok: false, refusal: { code: 'shutting_down' } });
    expect((await taken).ok).toBe(true);
    await closing;
  });

  it('[LOG11] shows after a restart what it showed before, and goes on where the log ended', async () => {
    const { hub, start } = await laneHub();
    for (let i = 0; i < 3; i++) await hub.submit(filing(intake({ hostUnitCode: 'ROADS' })));
    const shown = ['kpi', 'units', 'cells', 'trend', 'intake'].map(
      (name) => hub.room('wall').snapshotOf(name)?.snapshot.rows,
    );
    const again = await start('second');
    const later = ['kpi', 'units', 'cells', 'trend', 'intake'].map(
      (name) => again.room('wall').snapshotOf(name)?.snapshot.rows,
    );
    expect(later).toEqual(shown);
    expect(again.seq).toBe(hub.seq);
    expect(accepted(await again.submit(filing(intake()))).seq).toBe(hub.seq + 2);
  });
});

describe('erasure', () => {
  it('[LOG12] ends an open case and takes its texts, destroys its key, and leaves the log whole', async () => {
    const { hub, store, vault } = await laneHub();
    const { state } = accepted(await hub.submit(filing(intake({ content: 'my own words' }))));
    expect(await hub.texts(state)).toMatchObject([{ content: 'my own words' }]);
    const erased = accepted(await hub.submit(ordering({ type: 'EraseCase', caseId: state.id, payload: {} })));
    expect(erased.state).toMatchObject({ state: 'erased', texts: 0 });
    expect(await hub.texts(erased.state)).toEqual([]);
    expect(vault.isDestroyed(state.keySlot)).toBe(true);
    expect(await store.pendingErasures()).toEqual([]);
    expect((await hub.history(state.id)).map((event) => event.type).slice(-2)).toEqual([
      'CaseAccepted',
      'CaseErased',
    ]);
  });
});
