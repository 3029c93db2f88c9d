import rooms from './rooms.cjs';

const { ROOMS, HOMES } = rooms;

/**
 * The patterns for `no-restricted-imports` that hold in one folder of the product: those of every room it
 * lies in, and every package whose home is elsewhere. One list a folder, because a later ESLint
 * configuration replaces a rule's options and does not add to them.
 *
 * @param {string} folder
 * @returns {{ regex: string, message: string }[]}
 */
export function restrictedImports(folder) {
  const isIn = (/** @type {string} */ room) => folder === room || folder.startsWith(`${room}/`);
  const rooms = ROOMS.filter(({ room }) => isIn(room)).map(({ never, instead }) => ({
    regex: `^\\.{1,2}/(.*/)?(${never.map(lastWord).join('|')})/`,
    message: instead,
  }));
  const packages = HOMES.filter(({ homes }) => !homes.some(isIn)).map(({ package: name, instead }) => ({
    regex: `^${name.replace('.', '\\.')}(/|$)`,
    message: `${name} lives in ${homesOf(name)}. ${instead}`,
  }));
  return [...rooms, ...packages];
}

/** Every folder that needs a list of its own, the outer ones first. */
export const FOLDERS = [
  ...new Set([
    'shared',
    'server',
    'client',
    ...ROOMS.map(({ room }) => room),
    ...HOMES.flatMap(({ homes }) => homes),
  ]),
].sort();

/** @param {string} folder */
function lastWord(folder) {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** @param {string} name */
function homesOf(name) {
  return HOMES.filter((home) => home.package === name)
    .flatMap(({ homes }) => homes)
    .join(', ');
}
