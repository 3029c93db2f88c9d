import { UNKNOWN } from '../domain/vocabulary.ts';

/** Version and commit, as `vite.config.ts` writes them. */
const BUILD = /^[0-9]{1,4}(\.[0-9]{1,4}){2}(-[a-z]{1,10}(\.[0-9]{1,4})?)?(\+[0-9a-f]{3,12})?$/;

/** A screen's build as others are shown it: the screen may say anything, so any other form is `unknown`. */
export function shownBuild(build: string): string {
  return BUILD.test(build) ? build : UNKNOWN;
}
