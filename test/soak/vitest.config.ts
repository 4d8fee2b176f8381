import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../vitest.config.ts';

/** Measurements, which take minutes and a machine that does little else: `npm run soak`. The ordinary suite has none of them. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      root: fileURLToPath(new URL('.', import.meta.url)),
      include: ['**/*.soak.ts'],
      fileParallelism: false,
      testTimeout: 150_000,
      hookTimeout: 120_000,
    },
  }),
);
