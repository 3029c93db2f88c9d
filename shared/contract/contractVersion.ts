/**
 * The version of all that crosses the socket and the HTTP boundary.
 * 1: first version (2026-11). It has not been released, so it may still change; the changelog tells how.
 */
export const CONTRACT_VERSION = 1;

/** What the shapes, tables and codes of this version come to; a test tells when they are no longer the same. */
export const CONTRACT_HASH = 'ec62e9d365340ee6';
