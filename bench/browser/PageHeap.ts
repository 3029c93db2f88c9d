/** What a page's JavaScript heap holds, in megabytes. */
export interface PageHeap {
  /** Objects, strings, arrays, closures: what a page that forgets to let go keeps more and more of. */
  readonly keptMb: number;
  /** What the engine has made of the page's functions so far, machine code first of all. */
  readonly codeMb: number;
}

/** The parts of V8's snapshot that are read here: numbers in rows, and what a row's numbers mean. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

/** Not of the heap: the browser's own objects, and the snapshot's helpers. */
const OUTSIDE: ReadonlySet<string> = new Set(['native', 'synthetic']);

/** Sums a heap snapshot up; it was taken after a collection, while nothing ran. */
export function pageHeapOf(json: string): PageHeap {
  const { snapshot, nodes } = JSON.parse(json) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let [kept, code] = [0, 0];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const name = types[0][nodes[at + type] ?? -1] ?? '';
    const bytes = nodes[at + size] ?? 0;
    if (name === 'code') code += bytes;
    else if (!OUTSIDE.has(name)) kept += bytes;
  }
  return { keptMb: kept / 2 ** 20, codeMb: code / 2 ** 20 };
}
