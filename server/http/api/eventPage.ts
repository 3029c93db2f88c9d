import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import type { PersonalText } from '../../../shared/domain/case/PersonalText.ts';
import type { Hub } from '../../hub/Hub.ts';

/** A page holds at most so many events, and so many bytes of typed text, though one event at least. */
const PAGE = 100;
const PAGE_TEXT_BYTES = 256 * 1024;

export interface EventPage {
  readonly events: readonly CaseEvent[];
  /** What was typed with them, by part. */
  readonly texts: ReadonlyMap<number, PersonalText>;
  /** Where the next page goes on; undefined on the last one. */
  readonly cursor: string | undefined;
}

/** The events of a case after the one numbered `after`, oldest first; only texts that are shown are opened. */
export async function eventPage(state: CaseState, after: number, hub: Hub): Promise<EventPage> {
  const left = (await hub.history(state.id)).filter(({ seq }) => seq > after);
  const asked = left.slice(0, PAGE);
  const texts = await textsOf(state, asked, hub);
  // Of an erased case no text is there; of any other, the first that did not fit begins the next page.
  const isErased = state.texts === 0;
  const end = isErased ? -1 : asked.findIndex((event) => !isTold(event, texts));
  const events = end === -1 ? asked : asked.slice(0, end);
  const last = events.at(-1);
  return { events, texts, cursor: events.length < left.length ? String(last?.seq) : undefined };
}

async function textsOf(
  state: CaseState,
  events: readonly CaseEvent[],
  hub: Hub,
): Promise<EventPage['texts']> {
  const parts = events.map(partOf).filter((part) => part !== undefined);
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const opened = await hub.texts(state, { first, last, maxBytes: PAGE_TEXT_BYTES });
  return new Map(opened.map((text, i) => [first + i, text]));
}

function isTold(event: CaseEvent, texts: EventPage['texts']): boolean {
  const part = partOf(event);
  return part === undefined || texts.has(part);
}

/** The number of the text that came with an event; they rise with the events, without a gap. */
function partOf({ data }: CaseEvent): number | undefined {
  return 'textPart' in data ? data.textPart : undefined;
}
