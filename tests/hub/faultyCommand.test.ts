import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptStoreError } from '../../server/store/EventStore.ts';
import type { Reply } from '../../server/hub/Submission.ts';
import { accepted, filing, intake, laneHub } from '../support/laneHub.ts';
import { sampleCity } from '../support/sampleCity.ts';

/** A city in which a place with this longitude breaks the decision. */
const POISON = 13;
function fragileCity() {
  const city = sampleCity();
  const isInside = city.isInside.bind(city);
  city.isInside = (lng, lat) => {
    if (lng === POISON) throw new TypeError('a fault of ours');
    return isInside(lng, lat);
  };
  return city;
}

const fileAll = async (poisoned: readonly boolean[], isLeftOut: boolean) => {
  const lane = await laneHub(fragileCity());
  const all = poisoned.map((isBad, i) => ({ isBad, lng: isBad ? POISON : 116, externalId: `e${i}` }));
  const sent = isLeftOut ? all.filter(({ isBad }) => !isBad) : all;
  const replies = await Promise.all(
    sent.map(({ lng, externalId }) => {
      const keys = [{ hash: externalId, bodyMac: 'body' }];
      return lane.hub.submit(filing(intake({ externalId, point: { lng, lat: 40 } }), keys));
    }),
  );
  return { ...lane, replies };
};

describe('a command whose decision throws', () => {
  it('[LOG220] fails alone, whatever its group: all else is as if it had never been sent', async () => {
    const group = fc.array(fc.boolean(), { minLength: 1, maxLength: 70 });
    await fc.assert(
      fc.asyncProperty(group, async (poisoned) => {
        const mixed = await fileAll(poisoned, false);
        const sound = await fileAll(poisoned, true);
        const isFault = (reply: Reply) => !reply.ok && reply.refusal.code === 'internal_fault';
        expect(mixed.replies.map(isFault)).toEqual(poisoned);
        expect(mixed.replies.filter(({ ok }) => ok)).toEqual(sound.replies);
        expect(await mixed.store.events(0, 1_000)).toEqual(await sound.store.events(0, 1_000));
        expect(await mixed.store.head()).toEqual(await sound.store.head());
        const tables = ({ hub }: typeof mixed) => hub.room('wall').snapshotOf('kpi')?.snapshot.rows;
        expect(tables(mixed)).toEqual(tables(sound));
        const errors = mixed.log.lines.filter((line) => line.startsWith('error'));
        expect(errors).toHaveLength(poisoned.filter(Boolean).length);
      }),
      { numRuns: 25 },
    );
  });

  it('[LOG220] leaves no key behind: sent again once it can be decided it makes its case', async () => {
    const { hub, replies, city } = await fileAll([false, true], false);
    expect(replies.map(({ ok }) => ok)).toEqual([true, false]);
    city.isInside = () => true;
    const again = await hub.submit(
      filing(intake({ externalId: 'e1', point: { lng: POISON, lat: 40 } }), [
        { hash: 'e1', bodyMac: 'body' },
      ]),
    );
    expect(accepted(again)).toMatchObject({ repeated: false });
  });

  it('[LOG221] a case whose stored row is damaged fails its own command alone', async () => {
    const { hub, store } = await laneHub();
    const first = accepted(await hub.submit(filing(intake({ externalId: 'a' }))));
    const history = store.history.bind(store);
    store.keys = (hashes) =>
      Promise.resolve(
        hashes.includes('damaged')
          ? [{ hash: 'damaged', bodyMac: 'body', caseId: first.state.id, seq: first.seq }]
          : [],
      );
    store.history = () => Promise.reject(new CorruptStoreError('The history is broken.'));
    const replies = await Promise.all([
      hub.submit(filing(intake({ externalId: 'b' }))),
      hub.submit(filing(intake({ externalId: 'c' }), [{ hash: 'damaged', bodyMac: 'body' }])),
      hub.submit(filing(intake({ externalId: 'd' }))),
    ]);
    store.history = history;
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.refusal.code))).toEqual([
      ...['ok', 'storage_failed', 'ok'],
    ]);
  });
});
