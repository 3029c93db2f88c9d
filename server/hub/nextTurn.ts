/** Lets sockets, timers and the lane have their turn of the loop before long work goes on. */
export function nextTurn(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
