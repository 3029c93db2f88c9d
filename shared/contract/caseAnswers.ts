import { z } from 'zod';
import {
  BASES,
  CALLBACK_CHANNELS,
  CALLBACK_OUTCOMES,
  CASE_STATES,
  CLOCK_COLOURS,
  CLOSE_REASONS,
  KINDS,
  LEVELS,
  MARKS,
  ROLES,
  SATISFACTIONS,
  SHOWN_CLOCK_KINDS,
} from '../domain/vocabulary.ts';

/** Instants on the wire are ISO 8601 in UTC: the offset is always written, and always `Z`. */
const instant = z.iso.datetime();
/** Only there, and only then, when the hub's data are replayed or simulated. */
const mode = z.enum(['replay', 'simulate']).optional();
const seq = z.number().int().positive();
const version = z.number().int().nonnegative();

/** What was promised. `provisional`: `dueAt` rests on a year whose working days nobody has announced yet. */
const clock = z.strictObject({
  kind: z.enum(SHOWN_CLOCK_KINDS),
  basis: z.enum(BASES),
  state: z.enum(['running', 'paused', 'met', 'breached', 'cancelled']),
  startAt: instant,
  dueAt: instant,
  provisional: z.literal(true).optional(),
});

/** A clock as it looks now: when it turns yellow, orange and dark red, and its colour at this moment (K5). */
const clockView = z.strictObject({
  ...clock.shape,
  nearAt: instant,
  soonAt: instant,
  severeAt: instant,
  colour: z.enum(CLOCK_COLOURS),
  pausedAt: instant.optional(),
  stoppedAt: instant.optional(),
  breachedAt: instant.optional(),
});

/** One try to ask the requester; what was not answered is left out. */
const callback = z.strictObject({
  round: z.number().int().positive(),
  at: instant,
  channel: z.enum(CALLBACK_CHANNELS),
  outcome: z.enum(CALLBACK_OUTCOMES),
  contacted: z.boolean().optional(),
  solved: z.boolean().optional(),
  satisfaction: z.enum(SATISFACTIONS).optional(),
});

/** What a filing or a command is answered with: the case right after it, already on stable storage. */
export const receiptSchema = z.strictObject({
  caseNo: z.string(),
  seq,
  version,
  state: z.enum(CASE_STATES),
  clocks: z.array(clock),
  mode,
});

/** What was typed about a case; only to the identity that filed it, and gone once the case is erased. */
const typedTexts = {
  externalId: z.string().optional(),
  title: z.string().optional(),
  content: z.string().optional(),
  requester: z.strictObject({ name: z.string().optional(), phone: z.string().optional() }).optional(),
  address: z.string().optional(),
  location: z.strictObject({ lng: z.number(), lat: z.number(), crs: z.literal('wgs84') }).optional(),
  /** Codes as the source wrote them, where the city pack does not know them. */
  unknownCodes: z.record(z.string(), z.string()).optional(),
};

/** A case as it stands, with every clock. */
export const caseViewSchema = z.strictObject({
  ...receiptSchema.shape,
  source: z.string(),
  channel: z.string(),
  kind: z.enum(KINDS),
  level: z.enum([...LEVELS, 'unknown']),
  categoryCode: z.string(),
  areaCode: z.string(),
  confidential: z.boolean(),
  marks: z.array(z.enum(MARKS)),
  hostUnitCode: z.string().optional(),
  coUnitCodes: z.array(z.string()),
  /** Whose work the callbacks judge: the host whose feedback was accepted. */
  scoringUnitCode: z.string().optional(),
  attempt: z.number().int(),
  contactTries: z.number().int(),
  callbacks: z.array(callback),
  clocks: z.array(clockView),
  reportedAt: instant,
  registeredAt: instant,
  acceptedAt: instant.optional(),
  dispatchedAt: instant.optional(),
  signedAt: instant.optional(),
  firstContactAt: instant.optional(),
  feedbackAt: instant.optional(),
  firstFeedbackAt: instant.optional(),
  closedAt: instant.optional(),
  closeReason: z.enum(CLOSE_REASONS).optional(),
  erasedAt: instant.optional(),
  ...typedTexts,
});

/** A page of a case's history, oldest first; `cursor` asks for the next one, and is left out of the last. `text` is what was typed with the event, while it still exists. */
export const caseEventsSchema = z.strictObject({
  caseNo: z.string(),
  events: z.array(
    z.strictObject({
      seq,
      prev: z.number().int().nonnegative(),
      type: z.string(),
      at: instant,
      actor: z.strictObject({ role: z.enum(ROLES), id: z.string() }),
      version,
      data: z.record(z.string(), z.unknown()),
      text: z.union([z.string(), z.strictObject(typedTexts)]).optional(),
    }),
  ),
  cursor: z.string().optional(),
  mode,
});

export type ReceiptBody = z.infer<typeof receiptSchema>;
export type CaseView = z.infer<typeof caseViewSchema>;
export type CaseEvents = z.infer<typeof caseEventsSchema>;
export type TypedTexts = Pick<CaseView, keyof typeof typedTexts>;
