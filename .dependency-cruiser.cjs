const { ROOMS, HOMES } = require('./scripts/lint/rooms.cjs');

const anyOf = (/** @type {readonly string[]} */ folders) => `^(${folders.join('|')})/`;
const PRODUCT = '^(shared|server|client)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ROOMS.map(({ name, room, never, instead }) => ({
      name,
      comment: instead,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: anyOf(never) },
    })),
    ...HOMES.map(({ package: name, homes, instead }) => ({
      name: `${name}-has-a-home`,
      comment: `${name} lives in ${homes.join(', ')}. ${instead}`,
      severity: 'error',
      from: { path: PRODUCT, pathNot: anyOf(homes) },
      to: { path: `^node_modules/(@types/)?${name.replace('.', '\\.')}/` },
    })),
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs in browser and server alike and does no I/O: hand the answer in instead.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'hub-does-no-io',
      comment: 'server/hub does nothing but think: let createHub.ts hand in what reads, writes or waits.',
      severity: 'error',
      from: { path: '^server/hub/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    {
      name: 'client-imports-client-and-shared',
      comment:
        'A screen is made of client/, shared/ and packages for browsers; Node’s own modules are not there.',
      severity: 'error',
      from: { path: '^client/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-stand-alone',
      comment: 'A test imports no other test: what two of them need belongs into tests/support.',
      severity: 'error',
      from: { path: '^tests/' },
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Types count too: take the part that both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file: use it or delete it.',
      severity: 'error',
      from: {
        orphan: true,
        path: PRODUCT,
        pathNot: ['\\.d\\.ts$', '^client/.*\\.html$', 'orker\\.js$'],
      },
      to: {},
    },
    {
      name: 'no-dev-packages-in-the-hub',
      comment: 'The hub runs from `dependencies` alone: move the package there, or do without it.',
      severity: 'error',
      from: { path: '^(shared|server)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'no-missing',
      comment: 'The import leads nowhere: mend its path, or add the package to package.json.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default', 'types'],
    },
  },
};
