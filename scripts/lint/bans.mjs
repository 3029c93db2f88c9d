/**
 * What the language allows and this house does not, as selectors for `no-restricted-syntax`. Each message
 * says what to do instead.
 *
 * @typedef {{ selector: string, message: string }} Ban
 */

/** @type {readonly Ban[]} */
export const TYPE_BANS = [
  { selector: 'TSAnyKeyword', message: 'Name the shape, or take `unknown` and parse it with a schema.' },
  {
    selector: 'TSNonNullExpression',
    message: 'Use must(value, why) from shared/lib/assert.ts, or handle the absence.',
  },
  {
    selector: 'TSAsExpression > TSAsExpression',
    message: 'A double cast hides a wrong type: parse the value with a schema, or mend the type.',
  },
  { selector: 'TSTypeAssertion', message: 'Write `value as Type`, and only where a schema cannot prove it.' },
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrel files: import from the file that declares the name.',
  },
  {
    selector: 'ExportNamedDeclaration[source]',
    message: 'No re-exports: import from the file that declares the name.',
  },
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'Say what this failure means: handle it, or throw an Error with it as `cause`.',
  },
];

/** @type {Ban} */
export const DEFAULT_EXPORT_BAN = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name; the file bears that name.',
};

/** @type {readonly Ban[]} */
export const SLEEP_BANS = [
  {
    selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
    message: 'A test never sleeps: wait for the event, use vi.waitFor, or hand in the FakeClock.',
  },
];

/** What makes a function answer differently tomorrow: banned in shared/ and server/hub. @type {readonly Ban[]} */
export const PURITY_SYNTAX = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is an input: take `now` from the DecideContext or the HubClock.',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'Time is an input: take `now` from the DecideContext or the HubClock.',
  },
];

const TIMER = 'Time is an input: ask HubClock.after, which tests can turn by hand.';

export const PURITY_PROPERTIES = [
  {
    object: 'Date',
    property: 'now',
    message: 'Time is an input: take `now` from the DecideContext or the HubClock.',
  },
  { object: 'performance', property: 'now', message: 'Time is an input: take HubClock.monotonic.' },
  { object: 'Math', property: 'random', message: 'Chance is an input: hand a number or a generator in.' },
];

export const PURITY_GLOBALS = [
  { name: 'setTimeout', message: TIMER },
  { name: 'setInterval', message: TIMER },
  { name: 'performance', message: 'Time is an input: take HubClock.monotonic.' },
  { name: 'crypto', message: 'Chance is an input: hand the id or the key in.' },
  { name: 'fetch', message: 'I/O is done by server/http, server/feeds or client/link: hand the answer in.' },
  { name: 'process', message: 'Only server/main.ts reads the environment: hand the setting in.' },
];

export const CONSOLE_BAN = {
  name: 'console',
  message:
    'Log through the Log that was handed in; a command-line program writes to process.stdout or stderr.',
};
