import { expect, test } from 'vitest';
import { collectIssues } from '../../../src/graphql/inputs/checked-text.ts';
import { readBody, type BodyInputShape } from '../../../src/graphql/inputs/message-body.ts';

/** Reads a body where it is always one's turn; `waited`: how often something waited for its turn. */
const reading = async (body: BodyInputShape | null | undefined) => {
  const { issues, note } = collectIssues();
  let waited = 0;
  const read = await readBody(body, ['at'], note, (work) => {
    waited += 1;
    return Promise.resolve(work());
  });
  return { read, problems: issues.map(({ path, message }) => `${path.join('.')}: ${message}`), waited };
};

const whole = 'a\tb\r\nc\rd\ne\u2028 f\u0085 ]]> <b>\u{1F388}';

test('text and HTML are sent as they are, whatever their line breaks', async () => {
  expect(await reading({ text: whole })).toEqual({
    read: { bodyText: { type: 'Text', content: whole } },
    problems: [],
    waited: 0,
  });
  expect(await reading({ html: whole })).toEqual({
    read: { bodyHtml: { type: 'HTML', content: whole } },
    problems: [],
    waited: 0,
  });
  expect(await reading({ text: '' })).toMatchObject({ read: { bodyText: { type: 'Text', content: '' } } });
});

test('markdown is sent as HTML, and waits for its turn to be rendered', async () => {
  expect(await reading({ markdown: '*a*' })).toEqual({
    read: { bodyHtml: { type: 'HTML', content: '<p><em>a</em></p>\n' } },
    problems: [],
    waited: 1,
  });
});

test('null clears the body, and absence keeps it', async () => {
  expect(await reading(null)).toMatchObject({ read: { bodyHtml: null } });
  expect((await reading(undefined)).read).toEqual({});
});

test.each(['text', 'html', 'markdown'])(
  'a %s with a character that XML cannot hold is refused by its name',
  async (form) => {
    for (const bad of ['a\u0000', '\u000b', 'a\ud83d', '\uffff']) {
      expect((await reading({ [form]: bad })).problems).toEqual([
        `at.${form}: holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.`,
      ]);
    }
  },
);

test('markdown that cannot be rendered is refused by its name', async () => {
  expect((await reading({ markdown: '> '.repeat(99) })).problems).toEqual(['at.markdown: is nested too deep.']);
});
