/**
 * Who may import whom, once for two machines: dependency-cruiser judges resolved files, ESLint judges what
 * is written, which also reaches `import type` inside `.svelte`. Each line says what to do instead.
 *
 * `room` and `never` are folders; `never` must be told apart by its last word, because ESLint sees only
 * `../tables/x.ts`.
 *
 * @type {readonly { name: string, room: string, never: readonly string[], instead: string }[]}
 */
const ROOMS = [
  {
    name: 'shared-knows-neither-side',
    room: 'shared',
    never: ['server', 'client', 'tests', 'bench', 'scripts'],
    instead:
      'shared/ is what both sides agree on: move what both need into it, or hand the rest in as a parameter.',
  },
  {
    name: 'lib-stands-alone',
    room: 'shared/lib',
    never: ['shared/domain', 'shared/tables', 'shared/contract'],
    instead: 'shared/lib knows no business: put this into shared/domain, or leave the business word out.',
  },
  {
    name: 'domain-knows-no-screen',
    room: 'shared/domain',
    never: ['shared/tables', 'shared/contract'],
    instead:
      'Rows and messages are made from the domain, never the other way: move the shared word into shared/domain.',
  },
  {
    name: 'tables-know-no-wire',
    room: 'shared/tables',
    never: ['shared/contract'],
    instead: 'The contract describes tables; a table does not know how it travels.',
  },
  {
    name: 'server-knows-no-client',
    room: 'server',
    never: ['client', 'tests', 'bench', 'scripts'],
    instead: 'The server serves the built dist/client as files; what both need belongs into shared/.',
  },
  {
    name: 'hub-knows-ports-only',
    room: 'server/hub',
    never: [
      'server/store/sqlite',
      'server/store/memory',
      'server/store/dir',
      'server/http',
      'server/sockets',
      'server/feeds',
      'server/ops',
    ],
    instead:
      'The hub knows the ports store/EventStore.ts and store/vault/Vault.ts: let createHub.ts hand their maker in.',
  },
  ...['sqlite', 'memory', 'vault'].map((maker) => ({
    name: `${maker}-store-knows-no-hub`,
    room: `server/store/${maker}`,
    never: ['server/hub', 'server/http', 'server/sockets', 'server/feeds'],
    instead: 'A store records what it is given: describe that in EventStore.ts or Vault.ts.',
  })),
  {
    name: 'http-knows-hub-only',
    room: 'server/http',
    never: ['server/sockets', 'server/feeds', 'server/store/sqlite', 'server/store/memory'],
    instead: 'HTTP asks the Hub interface; what it cannot ask there, the Hub should answer.',
  },
  {
    name: 'sockets-know-hub-only',
    room: 'server/sockets',
    never: [
      'server/http/api',
      'server/http/pages',
      'server/feeds',
      'server/store/sqlite',
      'server/store/memory',
    ],
    instead:
      'Sockets carry what the Hub’s rooms say and share only access and limits with HTTP; what they lack, the Hub should give.',
  },
  {
    name: 'feeds-come-through-the-door',
    room: 'server/feeds',
    never: ['server/sockets', 'server/store/sqlite', 'server/store/memory'],
    instead: 'A feed files cases through the Hub or over HTTP like everybody else.',
  },
  {
    name: 'client-knows-no-server',
    room: 'client',
    never: ['server', 'tests', 'bench', 'scripts'],
    instead: 'A screen knows only shared/ and what the hub sends: put the shared word into shared/.',
  },
  {
    name: 'link-knows-no-screen',
    room: 'client/link',
    never: [
      'client/wall',
      'client/console',
      'client/leader',
      'client/state',
      'client/ui',
      'client/map',
      'client/charts',
    ],
    instead: 'The link is plain TypeScript without runes: hand it a callback.',
  },
  {
    name: 'ui-knows-no-domain',
    room: 'client/ui',
    never: ['shared/domain', 'client/wall', 'client/console', 'client/leader'],
    instead: 'client/ui has no word of the field: hand the text and the numbers in as props.',
  },
  {
    name: 'wall-stands-alone',
    room: 'client/wall',
    never: ['client/console', 'client/leader'],
    instead: 'What two screens need belongs into client/ui or client/state.',
  },
  {
    name: 'console-stands-alone',
    room: 'client/console',
    never: ['client/wall', 'client/leader'],
    instead: 'What two screens need belongs into client/ui or client/state.',
  },
  {
    name: 'leader-stands-alone',
    room: 'client/leader',
    never: ['client/wall', 'client/console'],
    instead: 'What two screens need belongs into client/ui or client/state.',
  },
];

/**
 * Packages that have one home in the product; tests and benchmarks may use any. `homes` are folders.
 *
 * @type {readonly { package: string, homes: readonly string[], instead: string }[]}
 */
const HOMES = [
  { package: 'express', homes: ['server/http'], instead: 'Describe the route in server/http.' },
  { package: 'helmet', homes: ['server/http'], instead: 'Headers are set in server/http.' },
  { package: 'socket.io', homes: ['server/sockets'], instead: 'Speak to screens through a Room.' },
  { package: 'better-sqlite3', homes: ['server/store/sqlite'], instead: 'Ask the EventStore port.' },
  { package: 'yauzl', homes: ['server/feeds/xlsx'], instead: 'Ask readXlsx for the rows of a workbook.' },
  { package: 'sax', homes: ['server/feeds/xlsx'], instead: 'Ask readXlsx for the rows of a workbook.' },
  { package: 'socket.io-client', homes: ['client/link'], instead: 'Use HubLink.' },
  { package: 'maplibre-gl', homes: ['client/map'], instead: 'Use a component of client/map.' },
  { package: 'echarts', homes: ['client/charts'], instead: 'Use a component of client/charts.' },
  { package: 'svelte', homes: ['client'], instead: 'Only screens are made of components.' },
  {
    package: 'zod',
    homes: ['shared', 'server', 'client'],
    instead: 'Schemas belong to the code that ships.',
  },
];

module.exports = { ROOMS, HOMES };
