import type { Attachment } from 'svelte/attachments';
import { createChart } from './echartsRegistry.ts';
import type { ChartOption } from './echartsRegistry.ts';

/** A chart redraws at most this often: a wall is read, not watched flicker. */
const MIN_INTERVAL_MS = 1_000;

/**
 * Makes a chart of the element once, and sets its option whenever what `option` reads has changed, at most once
 * a second; the last change is never lost. `option` gets the element, whose tokens it may read; it is asked again
 * when the element's size changes.
 */
export function chart(option: (node: HTMLElement) => ChartOption): Attachment<HTMLElement> {
  return (node) => {
    const instance = createChart(node);
    let resizes = $state.raw(0);
    let drawnAt = -MIN_INTERVAL_MS;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let next: ChartOption | undefined;

    const draw = () => {
      waiting = undefined;
      drawnAt = performance.now();
      if (next !== undefined) instance.setOption(next, { lazyUpdate: true });
    };
    $effect(() => {
      void resizes;
      next = option(node);
      waiting ??= setTimeout(draw, Math.max(0, drawnAt + MIN_INTERVAL_MS - performance.now()));
    });
    const observer = new ResizeObserver(() => {
      instance.resize();
      resizes++;
    });
    observer.observe(node);
    return () => {
      clearTimeout(waiting);
      observer.disconnect();
      instance.dispose();
    };
  };
}
