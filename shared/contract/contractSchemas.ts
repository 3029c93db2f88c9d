import type { z } from 'zod';
import { casePayloads } from '../domain/case/CaseCommand.ts';
import { caseEventsSchema, caseViewSchema, receiptSchema } from './caseAnswers.ts';
import { cityViewSchema } from './cityView.ts';
import { healthSchema, readySchema } from './healthAnswers.ts';
import { intakeSchema } from './intake.ts';
import { mapViewSchema } from './mapView.ts';
import { problemSchema } from './problem.ts';
import { explainViewSchema, ratesViewSchema } from './ratesView.ts';
import {
  beatSchema,
  frameSchema,
  helloReplySchema,
  helloSchema,
  screenReportSchema,
  snapshotSchema,
} from './sync.ts';

/** Every shape that crosses the socket or the HTTP boundary, by the name under which `docs/wire.md` tells of it. */
export const CONTRACT_SCHEMAS = {
  hello: helloSchema,
  helloReply: helloReplySchema,
  snapshot: snapshotSchema,
  frame: frameSchema,
  beat: beatSchema,
  screenReport: screenReportSchema,
  intake: intakeSchema,
  receipt: receiptSchema,
  caseView: caseViewSchema,
  caseEvents: caseEventsSchema,
  problem: problemSchema,
  cityView: cityViewSchema,
  mapView: mapViewSchema,
  rates: ratesViewSchema,
  explain: explainViewSchema,
  health: healthSchema,
  ready: readySchema,
  ...casePayloads,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type ContractName = keyof typeof CONTRACT_SCHEMAS;
