/** How many findings are told in words; the rest is counted. */
const TOLD = 20;

/** What a check found wrong, one sentence each and without personal data. */
export class Findings {
  readonly told: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(sentence: string): void {
    this.#count++;
    if (this.told.length < TOLD) this.told.push(sentence);
  }

  expect(holds: boolean, sentence: string): void {
    if (!holds) this.add(sentence);
  }

  /**
   * Runs one piece of a check. Whatever stops it is a finding, a damaged row as well as a page that cannot
   * be read, and the next piece goes on: a check that ends at the first fault hides the others.
   */
  guard<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      this.add(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}
