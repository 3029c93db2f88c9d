import type { Log } from '../../server/Log.ts';

/** A log that keeps what it is told, so that a test can ask and a run stays quiet. */
export function quietLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (facts: object, message: string) => {
    lines.push(
      `${level} ${message} ${JSON.stringify(facts, (_key, value) => (value instanceof Error ? value.message : value))}`,
    );
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
