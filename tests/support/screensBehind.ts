import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import type { HubProcess } from './HubProcess.ts';
import type { LiveScreen } from './LiveScreen.ts';

/** The hub tells of itself in this one, so it may change while it is compared. */
const OF_ITSELF: TableName = 'screens';

/**
 * One sentence for each table in which a screen says something else than the hub, by checksums over every field.
 * Waits until each screen is greeted by this very hub and has what belongs to its `seq`; nothing may be filed
 * meanwhile.
 */
export async function screensBehind(
  hub: HubProcess,
  screens: readonly LiveScreen[],
): Promise<readonly string[]> {
  const { epoch, seq } = await hub.table('kpi');
  const isUpToDate = (screen: LiveScreen) =>
    screen.greeting?.epoch === epoch && screen.isSettled && screen.seq >= seq;
  await Promise.all(screens.map((screen) => screen.until(() => isUpToDate(screen))));
  // A checksum is computed anew from the rows that are there; one that was wrong is asked for again.
  screens.forEach((screen) => screen.audit());
  const wrong = screens.flatMap((screen, i) => (screen.isSettled ? [] : [`screen ${i} fails its own audit`]));
  for (const table of Object.keys(LIVE_TABLES) as TableName[]) {
    if (table === OF_ITSELF) continue;
    const { checksum } = await hub.table(table);
    screens.forEach((screen, i) => {
      const shown = screen.checksum(table);
      if (shown !== checksum) wrong.push(`screen ${i} has ${table} ${String(shown)}, the hub ${checksum}`);
    });
  }
  return wrong;
}
