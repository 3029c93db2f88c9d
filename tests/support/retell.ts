import type { Page } from 'playwright-core';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import type { CityView } from '../../shared/contract/cityView.ts';
import { frameSchema, snapshotSchema } from '../../shared/contract/sync.ts';
import type { Row } from '../../shared/tables/liveTable.ts';

/** What a wall is told in the place of what its hub says. */
export interface Retold {
  readonly city: (city: CityView) => CityView;
  readonly rows: (table: string, rows: readonly Row[]) => readonly Row[];
}

/** An event as Socket.IO sends it on the live namespace, perhaps with the number of a reply that it asks for. */
const EVENT = /^(42\/live,\d*)(\[.*)$/s;

/** Stands between a hub and a page that is opened next: the page gets `told`, whole and once; no change follows. */
export async function retell(page: Page, told: Retold): Promise<void> {
  await page.route('**/api/v1/city', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: told.city((await answer.json()) as CityView) });
  });
  await page.routeWebSocket(/\/socket\.io\//, (screen) => {
    const hub = screen.connectToServer();
    hub.onMessage((message) =>
      screen.send(typeof message === 'string' ? retoldMessage(message, told) : message),
    );
  });
}

function retoldMessage(message: string, told: Retold): string {
  const [, head, event] = EVENT.exec(message) ?? [];
  if (head === undefined || event === undefined) return message;
  const [name, said] = JSON.parse(event) as [string, unknown];
  return `${head}${JSON.stringify([name, retoldEvent(name, said, told)])}`;
}

function retoldEvent(name: string, said: unknown, told: Retold): unknown {
  if (name === 'sync:frame') return { ...frameSchema.parse(said), tables: [] };
  if (name !== 'sync:snapshot') return said;
  const snapshot = snapshotSchema.parse(said);
  const rows = told.rows(snapshot.table, snapshot.rows);
  return { ...snapshot, rows, checksum: tableChecksum(rows) };
}
