import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { Context } from './context.ts';
import { plainCost } from './guards/cost.ts';
import type { UploadedFile } from './inputs/uploaded-file.ts';
import { permissionPlugin } from './guards/permission-plugin.ts';

/** What resolvers take and give for each scalar. Instants, dates and the like travel as their text, which is what both EWS and JSON hold. */
interface Scalars {
  readonly ID: { Input: string; Output: string };
  readonly DateTime: { Input: string; Output: string };
  readonly Date: { Input: string; Output: string };
  readonly TimeZone: { Input: string; Output: string };
  readonly Duration: { Input: string; Output: string };
  readonly EmailAddress: { Input: string; Output: string };
  readonly SafeHTML: { Input: string; Output: string };
  readonly URL: { Input: string; Output: string };
  readonly Base64: { Input: string; Output: string };
  readonly Long: { Input: number; Output: number };
  readonly ChangeKey: { Input: string; Output: string };
  readonly RecurrenceRuleString: { Input: string; Output: string };
  readonly SyncToken: { Input: string; Output: string };
  readonly Upload: { Input: UploadedFile; Output: never };
}

/** The one schema builder. Fields are nullable unless they say `nullable: false`; inputs are optional unless they say `required: true`. */
export const builder = new SchemaBuilder<{ Context: Context; Scalars: { [Name in keyof Scalars]: Scalars[Name] } }>({
  plugins: [ComplexityPlugin, permissionPlugin],
  // The plugin would look at the limit in the middle of execution; query-cost.ts does so before.
  complexity: { disabled: true, fieldComplexity: plainCost },
});
