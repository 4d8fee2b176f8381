import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../vitest.config.ts';

// Each of the ordinary suite's projects would run every measurement once more.
const { projects: _projects, ...test } = ordinary.test ?? {};

/** Measurements, which take minutes and a machine that does little else: `npm run soak`. The ordinary suite has none of them. */
export default mergeConfig(
  { ...ordinary, test },
  defineConfig({
    test: {
      root: fileURLToPath(new URL('.', import.meta.url)),
      include: ['**/*.soak.ts'],
      globalSetup: 'print-goals.ts',
      fileParallelism: false,
      testTimeout: 150_000,
      hookTimeout: 120_000,
    },
  }),
);
