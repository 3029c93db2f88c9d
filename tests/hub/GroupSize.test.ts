import { describe, expect, it } from 'vitest';
import { GroupSize } from '../../server/hub/GroupSize.ts';

function learnt(perCommandMs: number): number {
  const size = new GroupSize();
  for (let group = 0; group < 100; group++) size.learn(size.most, size.most * perCommandMs);
  return size.most;
}

describe('GroupSize', () => {
  it('[LOG13] lets a group take as many commands as 4 ms of deciding allow, from 16 to 512', () => {
    expect(learnt(0.05)).toBeCloseTo(80, -1);
    expect(learnt(5)).toBe(16);
    expect(learnt(0.000_1)).toBe(512);
  });

  it('[LOG13] finds its way back after groups that were slow to decide', () => {
    const size = new GroupSize();
    for (let group = 0; group < 20; group++) size.learn(size.most, size.most * 2);
    expect(size.most).toBe(16);
    for (let group = 0; group < 100; group++) size.learn(size.most, size.most * 0.05);
    expect(size.most).toBeCloseTo(80, -1);
  });
});
