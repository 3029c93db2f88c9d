/** When each screen first showed each `seq`: so many numbers that they lie in typed arrays. */
export class Arrivals {
  #seqs = new Float64Array(256);
  #times = new Float64Array(256);
  #count = 0;

  /** Frames of one screen, in the order in which they came. */
  note(seq: number, at: number): void {
    if (this.#count === this.#seqs.length) {
      this.#seqs = grown(this.#seqs);
      this.#times = grown(this.#times);
    }
    this.#seqs[this.#count] = seq;
    this.#times[this.#count++] = at;
  }

  clear(): void {
    this.#count = 0;
  }

  /** The time of the first frame that tells of `seq` or of what came after it; undefined where none did. */
  first(seq: number): number | undefined {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#seqs[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low === this.#count ? undefined : this.#times[low];
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
