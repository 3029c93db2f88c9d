/** The hub cannot start, and `message` is the one sentence that tells the operator why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
