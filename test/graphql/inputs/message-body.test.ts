import { expect, test } from 'vitest';
import { readBody } from '../../../src/graphql/inputs/message-body.ts';
import { noted } from './noted.ts';

const whole = 'a\tb\r\nc\rd\ne\u2028 f\u0085 ]]> <b>\u{1F388}';

test('text and HTML are sent as they are, whatever their line breaks', () => {
  expect(noted((path, note) => readBody({ text: whole }, path, note))).toEqual({
    read: { bodyText: { type: 'Text', content: whole } },
    problems: [],
  });
  expect(noted((path, note) => readBody({ html: whole }, path, note))).toEqual({
    read: { bodyHtml: { type: 'HTML', content: whole } },
    problems: [],
  });
  expect(noted((path, note) => readBody({ text: '' }, path, note)).read).toEqual({
    bodyText: { type: 'Text', content: '' },
  });
});

test('markdown is sent as HTML', () => {
  expect(noted((path, note) => readBody({ markdown: '*a*' }, path, note))).toEqual({
    read: { bodyHtml: { type: 'HTML', content: '<p><em>a</em></p>\n' } },
    problems: [],
  });
});

test('null clears the body, and absence keeps it', () => {
  expect(noted((path, note) => readBody(null, path, note)).read).toEqual({ bodyHtml: null });
  expect(noted((path, note) => readBody(undefined, path, note)).read).toEqual({});
});

test.each(['text', 'html', 'markdown'])('a %s with a character that XML cannot hold is refused by its name', (form) => {
  for (const bad of ['a\u0000', '\u000b', 'a\ud83d', '\uffff']) {
    expect(noted((path, note) => readBody({ [form]: bad }, path, note)).problems).toEqual([
      `at.${form}: holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.`,
    ]);
  }
});

test('markdown that cannot be rendered is refused by its name', () => {
  expect(noted((path, note) => readBody({ markdown: '> '.repeat(99) }, path, note)).problems).toEqual([
    'at.markdown: is nested too deep.',
  ]);
});
