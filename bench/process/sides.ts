/** Every kind of process that a benchmark is made of; each is loaded only where it runs. */
export const SIDES = {
  hub: async () => (await import('../sides/hubSide.ts')).hubSide,
  bareHttp: async () => (await import('../sides/bareHttpSide.ts')).bareHttpSide,
  bareStore: async () => (await import('../sides/bareStoreSide.ts')).bareStoreSide,
  cast: async () => (await import('../sides/castSide.ts')).castSide,
  emit: async () => (await import('../sides/emitSide.ts')).emitSide,
  screens: async () => (await import('../sides/screensSide.ts')).screensSide,
  openSet: async () => (await import('../sides/openSetSide.ts')).openSetSide,
  ranking: async () => (await import('../sides/rankingSide.ts')).rankingSide,
  history: async () => (await import('../sides/historySide.ts')).historySide,
  httpLoad: async () => (await import('../sides/httpLoadSide.ts')).httpLoadSide,
};

export type SideName = keyof typeof SIDES;
export type SideApi<Name extends SideName> = Awaited<ReturnType<(typeof SIDES)[Name]>>;
