/** Shades from few to many; index 0 is for none. Dark to light of one hue, so that they read without colour. */
export const SHADES = ['#132436', '#1c3a56', '#275377', '#356f9b', '#4f8fbe', '#7db4dc'] as const;

/** The lowest count of each shade from 1 on: equal steps up to a round number that covers the largest count. */
export function shadeFloors(largest: number): readonly number[] {
  const step = roundUp(Math.max(1, largest) / (SHADES.length - 1));
  return SHADES.slice(1).map((_, index) => (index === 0 ? 1 : index * step));
}

export function shadeOf(count: number, floors: readonly number[]): number {
  let shade = 0;
  for (const floor of floors) if (count >= floor) shade++;
  return shade;
}

/** 1, 2 or 5 times a power of ten: the scale then changes seldom, and colours do not swim while counts grow. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const leading = [1, 2, 5, 10].find((digit) => digit * power >= value) ?? 10;
  // A step of one would give the first two shades the same floor.
  return Math.max(2, leading * power);
}
