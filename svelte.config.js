/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  // No page has a global of ours, not even Svelte's mark of its version.
  compilerOptions: { runes: true, discloseVersion: false },
};
