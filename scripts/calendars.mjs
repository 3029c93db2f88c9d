import { mkdirSync, writeFileSync } from 'node:fs';
import { calendarTexts } from './cities/calendarTexts.mjs';
import { at } from './lib/root.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm run calendars`: writes data/calendars/cn/ anew, one file a year, from the package chinese-days, and the days that are free by law.
await stopping(async () => {
  mkdirSync(at('data/calendars/cn'), { recursive: true });
  for (const [file, text] of calendarTexts()) writeFileSync(at('data/calendars/cn', file), text);
});
