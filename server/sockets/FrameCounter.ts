/** Two bytes, eight of a long length, four of the mask. */
const LONGEST_HEAD = 14;

/** Counts the WebSocket frames that begin in a stream of bytes, whatever they are, and keeps nothing of them. */
export class FrameCounter {
  readonly #head = Buffer.alloc(LONGEST_HEAD);
  #have = 0;
  /** Bytes of payload until the next frame. */
  #left = 0;

  /** How many frames' heads are whole with this chunk. */
  count(chunk: Buffer): number {
    let frames = 0;
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - at);
        this.#left -= skipped;
        at += skipped;
        continue;
      }
      this.#head[this.#have++] = chunk[at++] ?? 0;
      if (this.#have < 2 || this.#have < this.#headLength()) continue;
      this.#left = this.#payloadLength();
      this.#have = 0;
      frames++;
    }
    return frames;
  }

  #headLength(): number {
    const second = this.#head[1] ?? 0;
    const short = second & 0x7f;
    const length = short === 127 ? 8 : short === 126 ? 2 : 0;
    return 2 + length + (second >= 0x80 ? 4 : 0);
  }

  #payloadLength(): number {
    const short = (this.#head[1] ?? 0) & 0x7f;
    if (short === 127) return Number(this.#head.readBigUInt64BE(2));
    return short === 126 ? this.#head.readUInt16BE(2) : short;
  }
}
