import type { Box, Size } from './placeLabels.ts';

/** What an element takes whole, and what the first line of what it holds takes; the whole where that has no lines. */
export function lineSizes(element: Element): { readonly whole: Size; readonly least: Size } {
  const firstLine = element.firstElementChild?.firstElementChild ?? element;
  return { whole: sizeOf(element), least: sizeOf(firstLine) };
}

/** Where an element stands within another. */
export function boxWithin(frame: Element, element: Element): Box {
  const { left, top } = frame.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return { ...sizeOf(element), x: box.left - left + box.width / 2, y: box.top - top + box.height / 2 };
}

function sizeOf(element: Element): Size {
  const { width, height } = element.getBoundingClientRect();
  return { width, height };
}
