import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../../vitest.config.ts';

// The ordinary suite takes no pictures.
const { projects: _projects, ...test } = ordinary.test ?? {};

/** The pictures of docs/images, taken anew: `npm run screenshots`. */
export default mergeConfig(
  { ...ordinary, test },
  defineConfig({
    test: {
      root: fileURLToPath(new URL('.', import.meta.url)),
      include: ['*.pictures.ts'],
      fileParallelism: false,
      testTimeout: 180_000,
    },
  }),
);
