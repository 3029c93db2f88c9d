/**
 * The instant from which a clock runs that is started now. While the machine's clock is in doubt nobody knows which of
 * two times is right: the later one makes nobody late who is not, whichever it turns out to be (K8).
 */
export function clockStart(now: number, estimatedAt: number | undefined): number {
  return Math.max(now, estimatedAt ?? now);
}
