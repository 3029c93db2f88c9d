import { expect, it } from 'vitest';
import { dayBefore } from '../../shared/lib/localDays.ts';

it('[STO33] days before a local day cross months, years and leap days', () => {
  expect(dayBefore(20261121, 3)).toBe(20261118);
  expect(dayBefore(20270102, 3)).toBe(20261230);
  expect(dayBefore(20280301, 1)).toBe(20280229);
  expect(dayBefore(20270301, 1)).toBe(20270228);
});
