import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

const page = (name: string) => fileURLToPath(new URL(`./client/${name}.html`, import.meta.url));

/** Version and commit, at most 40 characters: what every screen reports, so that an old build is seen. */
function buildName(): string {
  try {
    const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${manifest.version}+${commit.toString().trim()}`.slice(0, 40);
  } catch {
    // A release archive has no repository; the version alone must do.
    return manifest.version;
  }
}

export default defineConfig(({ command }) => {
  // A build started by a test inherits NODE_ENV=test, and Vite would ship Svelte's development code: a fifth
  // larger, slower, and with globals on every page.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: fileURLToPath(new URL('./client', import.meta.url)),
    plugins: [svelte({ configFile: fileURLToPath(new URL('./svelte.config.js', import.meta.url)) })],
    define: { __BUILD__: JSON.stringify(buildName()) },
    server: { fs: { allow: [fileURLToPath(new URL('.', import.meta.url))] } },
    build: {
      outDir: fileURLToPath(new URL('./dist/client', import.meta.url)),
      emptyOutDir: true,
      // Chromium 109 is the oldest that screens run; see docs/runbook.md.
      target: 'chrome109',
      // Nothing as `data:`, which the content security policy forbids for fonts.
      assetsInlineLimit: 0,
      // MapLibre alone is 1 MB; it loads after the numbers are up.
      chunkSizeWarningLimit: 1_200,
      rolldownOptions: {
        input: {
          index: page('index'),
          wall: page('wall'),
          console: page('console'),
          leader: page('leader'),
        },
      },
    },
  };
});
