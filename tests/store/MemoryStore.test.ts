import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { eventStoreContract } from './eventStoreContract.ts';
import { pastRatesContract } from './pastRatesContract.ts';

eventStoreContract('MemoryStore', () => new MemoryStore());
pastRatesContract('MemoryStore', () => new MemoryStore());

it('[STO14] an append that is made to fail records nothing of its group', async () => {
  let isFailing = true;
  const store = new MemoryStore({
    beforeAppend: () => {
      if (isFailing) throw new Error('no');
    },
  });
  const group = new SampleLog().intakes(2);
  await expect(store.append(group)).rejects.toThrow('no');
  expect(await store.head()).toEqual({ seq: 0, keySlots: 0 });
  expect(await store.events(0, 10)).toEqual([]);
  isFailing = false;
  await store.append(group);
  expect(await store.head()).toEqual(group.head);
});
