/** A broken invariant: a fault of ours, never of the person or program that called. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws when something that the code relies on does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The value, where its absence would be a fault of ours. */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message);
  return value;
}
