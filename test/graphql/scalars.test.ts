import { GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { durationMs } from '../../src/graphql/duration.ts';
import { schema } from '../../src/graphql/schema.ts';

const scalar = (name: string): GraphQLScalarType => {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLScalarType)) throw new Error(`${name} is no scalar`);
  return type;
};

describe('input of a scalar', () => {
  it.each<[string, string, string]>([
    ['DateTime', '2026-12-01T10:00:00+01:00', '2026-12-01T09:00:00Z'],
    ['DateTime', '2026-12-01t10:00:00z', '2026-12-01T10:00:00Z'],
    ['DateTime', '2026-12-01T10:00:00.250Z', '2026-12-01T10:00:00.250Z'],
    ['DateTime', '2026-12-01T10:00:00.000000000Z', '2026-12-01T10:00:00Z'],
    ['DateTime', '2026-12-31T23:30:00-05:30', '2027-01-01T05:00:00Z'],
    ['Date', '2028-02-29', '2028-02-29'],
    ['TimeZone', 'Europe/Paris', 'Europe/Paris'],
    ['TimeZone', 'W. Europe Standard Time', 'Europe/Berlin'],
    ['TimeZone', 'UTC', 'UTC'],
    ['Duration', 'P1DT2H', 'P1DT2H'],
    ['EmailAddress', ' Ann.Lee@Example.Test ', 'ann.lee@example.test'],
    ['URL', 'https://example.test/a?b', 'https://example.test/a?b'],
    ['Base64', 'AAECAw==', 'AAECAw=='],
  ])('%s %j is read as %j, as variable and as literal', (name, text, value) => {
    expect(scalar(name).parseValue(text)).toBe(value);
    expect(scalar(name).parseLiteral(parseValue(JSON.stringify(text)))).toBe(value);
  });

  it.each<[string, readonly unknown[]]>([
    [
      'DateTime',
      [
        '2026-12-01',
        '2026-12-01T10:00:00',
        '2026-02-30T10:00:00Z',
        '2026-12-01T25:00:00Z',
        '2026-12-01T10:00:60Z',
        '9999-12-31T23:30:00-01:00',
        '0001-01-01T00:30:00+01:00',
        '2026-12-01T10:00:00+24:00',
        '2026-12-01 10:00:00Z',
        'now',
        '',
        0,
        null,
        {},
      ],
    ],
    ['Date', ['2026-02-29', '2026-13-01', '2026-1-1', '2026-12-01T00:00:00Z', '', 20_261_201]],
    ['TimeZone', ['Mars/Olympus', '', '+25:00', '+01:00', 7]],
    ['Duration', ['', 'P', 'PT', 'P1Y', 'P1M', '5m', 'PT5', '-PT5M', 5]],
    [
      'EmailAddress',
      [
        'ann',
        'ann@',
        '@example.test',
        'a b@example.test',
        'ann@example.test\r\nBcc: x@y',
        `${'a'.repeat(65)}@example.test`,
        1,
      ],
    ],
    ['URL', ['javascript:alert(1)', '/relative', 'ftp://example.test', '']],
    ['Base64', ['AAECAw', 'A===', '!!!!', 'AAEC\n']],
    ['ChangeKey', ['', 1]],
    ['Long', [1.5, 2 ** 53, '1', null]],
  ])('%s refuses what is none, and says what it takes', (name, values) => {
    for (const value of values)
      expect(() => scalar(name).parseValue(value), JSON.stringify(value)).toThrow(`${name} takes`);
  });

  it('Long is a number up to 2^53 - 1', () => {
    expect(scalar('Long').parseValue(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    expect(scalar('Long').parseLiteral(parseValue('4294967296'))).toBe(4_294_967_296);
    expect(() => scalar('Long').parseLiteral(parseValue('"1"'))).toThrow('Long takes');
  });
});

describe('a duration', () => {
  it.each([
    ['PT5M', 300_000],
    ['P1W', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0S', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
});
