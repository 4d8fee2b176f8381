import { ConfigError } from '../config-error.ts';
import { defineCheck } from './check.ts';

/** Whether the file of persisted operations can be used with this schema. */
export const persistedOperations = defineCheck({
  name: 'persisted-operations',
  title: 'Persisted operations',
  needs: ['config'],
  run: async ({ config: { persistedOperations: persisted } }) => {
    if (persisted === undefined) return { status: 'skipped', found: 'PERSISTED_OPERATIONS_FILE is not set' };
    const [{ schema }, { readPersistedOperations }] = await Promise.all([
      import('../graphql/schema.ts'),
      import('../graphql/guards/persisted-operations.ts'),
    ]);
    try {
      const { size } = readPersistedOperations(schema, persisted.file);
      return { status: 'ok', found: `${size} operations; held to them: ${persisted.only}` };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return {
        status: 'failed',
        found: 'cannot be used',
        details: error.problems,
        advice: ['Make the file anew from the operations of the clients and the schema of this version.'],
      };
    }
  },
});
