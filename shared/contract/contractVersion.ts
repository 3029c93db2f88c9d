/**
 * The version of all that crosses the socket and the HTTP boundary.
 * 1: first version (2026-11).
 */
export const CONTRACT_VERSION = 1;

/** What the shapes, tables and codes of this version come to; a test tells when they are no longer the same. */
export const CONTRACT_HASH = '1ff86eda5f730716';
