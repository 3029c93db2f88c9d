/** Where the hub's words go. Facts never hold personal data: no typed text, name, phone, place or outside id. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
