import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config-error.ts';
import { parsePersistedOperations, readPersistedOperations } from '../../../src/graphql/guards/persisted-operations.ts';
import { schema } from '../../../src/graphql/schema.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const viewer = 'query Viewer { viewer { subject } }';
const gateway = 'query Gateway { gateway { version } }';

const problemsOf = (text: string): readonly string[] => {
  try {
    parsePersistedOperations(schema, text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
};

describe('a manifest of persisted operations', () => {
  const expected = new Map([viewer, gateway].map((body) => [sha256(body), body]));

  it('is read as Apollo’s tools write it', () => {
    const operations = [viewer, gateway].map((body) => ({ id: sha256(body), body, name: 'x', type: 'query' }));
    const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
    expect(parsePersistedOperations(schema, JSON.stringify(manifest))).toEqual(expected);
  });

  it('is read as a plain object of hashes and documents', () => {
    expect(parsePersistedOperations(schema, JSON.stringify(Object.fromEntries(expected)))).toEqual(expected);
  });

  it('tells all that is wrong with it at once', () => {
    const swapped = { [sha256(viewer)]: gateway };
    const bodies = ['query A { viewer { subjekt } }', 'query B { viewer {', `{ ${'__typename '.repeat(401)} }`];
    const manifest = { ...swapped, ...Object.fromEntries(bodies.map((body) => [sha256(body), body])) };
    expect(problemsOf(JSON.stringify(manifest))).toEqual([
      `PERSISTED_OPERATIONS_FILE: ${sha256(viewer)}: its id is not the SHA-256 of its document`,
      expect.stringMatching(/Cannot query field "subjekt"/),
      expect.stringMatching(/Syntax Error/),
      expect.stringMatching(/more than 400 fields/),
    ]);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"a":1}',
    '{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}',
  ])('is refused when it is none: %s', (text) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^PERSISTED_OPERATIONS_FILE: it is n/)]);
  });

  it('is refused when it cannot be read, with the reason of the system', () => {
    expect(() => readPersistedOperations(schema, '/nowhere/manifest.json')).toThrow(
      /PERSISTED_OPERATIONS_FILE: it cannot be read \(ENOENT\)/,
    );
  });
});
