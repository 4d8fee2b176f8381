import { describe, expect, test } from 'vitest';
import { headerProperty } from '../../../src/ews/properties/named-property.ts';
import { readHeaders } from '../../../src/graphql/inputs/message-headers.ts';
import { noted } from './noted.ts';

const problemsOf = (...headers: readonly (readonly [string, string])[]): readonly string[] =>
  noted((path, note) =>
    readHeaders(
      headers.map(([name, value]) => ({ name, value })),
      path,
      note,
    ),
  ).problems;

test.each([
  ['X-Ticket', '4711'],
  ['x-auto-response-suppress', 'All'],
  ['X-Acme.Trace_Id-2', 'größer; "quoted" <a@example.test>'],
  ['X-Mailer', 'nightly report'],
  ['X-Total', 'x'.repeat(989)],
])('%s: %s is written as it stands', (name, value) => {
  const { read, problems } = noted((path, note) => readHeaders([{ name, value }], path, note));
  expect(problems).toEqual([]);
  expect(read.map(({ row, value: written }) => [row.path, written])).toEqual([[headerProperty(name).path, value]]);
});

describe('a name', () => {
  const shape = 'at.0.name: must be `X-` followed by letters, digits, `-`, `_` or `.`.';
  const meant = 'at.0.name: is a name that mail servers give a meaning of their own.';
  test.each([
    ['From', shape],
    ['Bcc', shape],
    ['Subject', shape],
    ['X-', shape],
    ['X--A', shape],
    ['', shape],
    ['X-A: b\r\nBcc', shape],
    ['X-A ', shape],
    [' X-A', shape],
    ['X-Ä', shape],
    ['X-A\u0000', shape],
    ['X-A\n', shape],
    ['X-MS-Exchange-Organization-AuthAs', meant],
    ['x-ms-has-attach', meant],
    ['X-Microsoft-Antispam', meant],
    ['X-Originating-IP', meant],
    ['X-Forefront-Antispam-Report', meant],
    ['X-Authentication-Warning', meant],
    ['X-Virus-Scanned', meant],
    ['X-Unsent', meant],
    ['X-SES-Configuration-Set', meant],
    ['X-Sender', meant],
    ['X-From', meant],
    ['X-To', meant],
    ['X-Bcc', meant],
    ['X-Priority', meant],
  ])('%j is refused', (name, problem) => {
    expect(problemsOf([name, 'v'])).toEqual([problem]);
  });

  test('is given once, in whatever case', () => {
    expect(problemsOf(['X-A', '1'], ['X-B', '2'], ['x-a', '3'])).toEqual(['at.2.name: is given twice.']);
  });
});

test.each([
  ['', 'must not be empty.'],
  [' v', 'has white space around it.'],
  ['v\r\nBcc: eve@example.test', 'holds a line break or another control character.'],
  ['v\n folded', 'holds a line break or another control character.'],
  ['v\u0000', 'holds a line break or another control character.'],
  ['\udc00', 'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.'],
  ['=?utf-8?q?a?=', 'holds an encoded word (`=?…?=`); write the characters themselves.'],
  ['x'.repeat(999), 'is longer than 998 characters.'],
  ['é'.repeat(497), 'makes a line of more than 998 bytes.'],
])('a value that is %j is refused', (value, problem) => {
  expect(problemsOf(['X-A', value])).toEqual([`at.0.value: ${problem}`]);
});

test('there are 50 at most', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => [`X-A${index}`, 'v'] as const);
  expect(problemsOf(...many(50))).toEqual([]);
  expect(problemsOf(...many(51))).toEqual(['at: holds more than 50 header lines.']);
});
