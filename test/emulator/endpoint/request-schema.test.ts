import { expect, it } from 'vitest';
import { describeWithWitness } from '../../witness.ts';
import { requestName, served } from './operation-names.ts';
import { schemaTypes } from './schema-types.ts';

describeWithWitness('the types that requests are checked by', (folder) => {
  it('are those of the Exchange2010_SP2 schema', async () => {
    const lines = schemaTypes(
      folder,
      served.map((operation) => `m:${requestName(operation)}`),
    );
    // What a template literal would take for its own is not in them.
    expect(lines.join('')).not.toMatch(/[`$]/);
    const text = `/**
 * What the requests of the operations that the emulator serves are made of: facts of the Exchange2010_SP2 schema, one type or request element a line,
 * written by request-schema.test.ts. After the name:
 * - \`is TYPE\`: the type of the request element whose name stands in \`< >\`;
 * - \`words A B\`: one of these words; \`list TYPE\`: several, with spaces between; \`union TYPE TYPE\`: one or the other;
 * - \`limited TYPE minInclusive=1\`: with such a limit;
 * - \`elements\`: attributes \`@Name=TYPE\`, with \`!\` when they must be there and \`-\` for a type when they may not, and children \`name=TYPE\` in their order, with \`?\`, \`*\` or \`+\` for how
 *   often; \`( )\` is one after the other, \`[ ]\` one of these. \`+TYPE\` before them is a type that this one adds to, \`-TYPE\` one whose attributes it has,
 *   \`~TYPE\` that of its text.
 */
export const requestSchema = String.raw\`
${lines.join('\n')}
\`;
`;
    await expect(text).toMatchFileSnapshot('../../../src/emulator/endpoint/request-schema.ts');
  });
});
