/// <reference types="svelte" />
/// <reference types="vite/client" />

/** What was built: version and commit, at most 40 characters; set by `vite.config.ts`. */
declare const __BUILD__: string;
