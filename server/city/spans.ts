import type { Fault } from './Fault.ts';

/** From a local date to another, the end exclusive; without an end for ever. */
export interface Span {
  readonly from: string;
  readonly to?: string | undefined;
}

interface NamedSpan extends Span {
  readonly id: string;
}

/** Whether two spans share a day. */
export function overlap(a: Span, b: Span): boolean {
  return (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);
}

/** Of what is in force at a time there is one: the first of a list that comes twice, ends early or meets another. */
export function overlapFault(list: string, spans: readonly NamedSpan[]): Fault | undefined {
  for (const [index, span] of spans.entries()) {
    const before = spans.slice(0, index);
    if (before.some(({ id }) => id === span.id))
      return { field: [list, index, 'id'], what: `'${span.id}' is there twice` };
    if (span.to !== undefined && span.to <= span.from)
      return { field: [list, index, 'to'], what: 'it ends before it begins' };
    const clash = before.find((other) => overlap(other, span));
    if (clash !== undefined) return { field: [list, index, 'from'], what: `it overlaps with '${clash.id}'` };
  }
  return undefined;
}

/** What is once in force is always in force: each one ends on the day on which the next begins, and the last never. */
export function gapFault(list: string, spans: readonly NamedSpan[]): Fault | undefined {
  const index = spans.findIndex(({ to }) => to !== undefined && !spans.some(({ from }) => from === to));
  if (index === -1) return undefined;
  return { field: [list, index, 'to'], what: `nothing is in force from ${spans[index]?.to ?? ''} on` };
}
