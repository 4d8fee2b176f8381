import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { variableFacts } from '../../src/config-manual.ts';
import { variables, variableSections } from '../../src/config-variables.ts';

const page = new URL('../../docs/configuration.md', import.meta.url);

/** The manual of all variables, section by section. */
const manual = (): string =>
  Object.entries(variableSections)
    .flatMap(([section, shape]) => [
      `### ${section}`,
      '',
      '| variable | meaning | without it | example |',
      '|---|---|---|---|',
      ...Object.entries(shape).map(([name, schema]) => {
        const { description = '', default: without = '', example = '' } = variableFacts.get(schema) ?? {};
        return `| \`${name}\` | ${[description, without, `\`${example}\``].join(' | ')} |`;
      }),
      '',
    ])
    .join('\n');

test('the configuration page tells every variable as the schema has it', async () => {
  const text = await readFile(page, 'utf8');
  const block = /(<!-- configuration, written by npm run docs -->\n)[^]*?(<!-- end of configuration -->)/;
  expect(text).toMatch(block);
  const written = text.replace(block, (_, begin: string, end: string) => `${begin}\n${manual()}\n${end}`);
  await expect(written).toMatchFileSnapshot(fileURLToPath(page));
});

test.for(Object.entries(variables.shape))(
  '%s is told in words of its own, with an example that is accepted',
  ([, schema]) => {
    const facts = variableFacts.get(schema);
    expect(facts?.description).toMatch(/\S\.$/);
    expect(facts?.default).not.toBe('');
    expect(schema.safeParse(facts?.example)).toMatchObject({ success: true });
  },
);

test('every section stands in the schema', () => {
  const told = Object.values(variableSections).flatMap((shape) => Object.keys(shape));
  expect(told).toEqual(Object.keys(variables.shape));
});
