import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { StartError } from './StartError.ts';

/** A JSON file's value; StartError with one sentence where it cannot be read or is no JSON. */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StartError(`${path} is not JSON: ${reasonOf(cause)}.`, { cause });
  }
}

/** The first thing wrong with a value, as `field: what`, in words that fit into a sentence. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it does not fit';
  const field = issue.path.map(String).join('.');
  return `${field === '' ? 'the whole' : `field ${field}`}: ${issue.message}`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
