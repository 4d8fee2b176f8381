import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's ESM build while Pothos requires the CommonJS one: two copies, "another module or realm".
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  cacheDir: fileURLToPath(new URL('../node_modules/.vite', import.meta.url)),
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    // Other people's clients are written in other languages and bring their own patience. Killed gateways need the machine for themselves: a mail server that is starved of it looks like one that is late.
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['**/*.test.ts'],
          exclude: ['chaos/**', 'interop/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'interop',
          include: ['interop/*.test.ts'],
          sequence: { groupOrder: 1 },
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      { extends: true, test: { name: 'chaos', include: ['chaos/*.test.ts'], sequence: { groupOrder: 2 } } },
    ],
    // The AWS SDK's warning of coming Node versions says nothing about a test.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // A busy machine is slow, not wrong: what a test waits for has time to come about.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
