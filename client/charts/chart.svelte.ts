import type { Attachment } from 'svelte/attachments';
import { createChart } from './echartsRegistry.ts';
import type { ChartOption } from './echartsRegistry.ts';

/** A chart redraws at most this often: a wall is read, not watched flicker. */
const MIN_INTERVAL_MS = 1_000;

/**
 * Makes a chart of the element once, and sets its option whenever what `option` reads has changed, at most once
 * a second; the last change is never lost. `size` is one pixel of the 1920 × 1080 draft.
 */
export function chart(option: (size: number) => ChartOption): Attachment<HTMLElement> {
  return (node) => {
    const instance = createChart(node);
    let size = $state.raw(unitOf(node));
    let drawnAt = -MIN_INTERVAL_MS;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let next: ChartOption | undefined;

    const draw = () => {
      waiting = undefined;
      drawnAt = performance.now();
      if (next !== undefined) instance.setOption(next, { lazyUpdate: true });
    };
    $effect(() => {
      next = option(size);
      waiting ??= setTimeout(draw, Math.max(0, drawnAt + MIN_INTERVAL_MS - performance.now()));
    });
    const observer = new ResizeObserver(() => {
      instance.resize();
      size = unitOf(node);
    });
    observer.observe(node);
    return () => {
      clearTimeout(waiting);
      observer.disconnect();
      instance.dispose();
    };
  };
}

function unitOf(node: HTMLElement): number {
  const { innerWidth, innerHeight } = node.ownerDocument.defaultView ?? {
    innerWidth: 1920,
    innerHeight: 1080,
  };
  return Math.min(innerWidth / 1920, innerHeight / 1080);
}
