import { describe, expect, it } from 'vitest';
import { itemId } from '../../../src/ews/properties/id.ts';
import type { ItemOf } from '../../../src/ews/properties/item-types.ts';
import type { Recipient } from '../../../src/ews/properties/recipient.ts';
import { answerRecipients } from '../../../src/mailbox/compose/answer-recipients.ts';
import { answerSubject } from '../../../src/mailbox/compose/answer-subject.ts';
import { isShownIn } from '../../../src/mailbox/compose/carried-attachments.ts';
import { quotedBody } from '../../../src/mailbox/compose/quoted-body.ts';
import { threadHeaders } from '../../../src/mailbox/compose/thread-headers.ts';

const message = (properties: ItemOf<'Message'>['properties']): ItemOf<'Message'> => ({
  type: 'Message',
  element: 'Message',
  id: itemId('original'),
  changeKey: 'key',
  properties,
});

const person = (name: string): Recipient => ({ name, address: `${name.toLowerCase()}@example.test` });
const [alice, bob, carol] = [person('Alice'), person('Bob'), person('Carol')];
const own = new Set(['alice@example.test', 'projects@example.test']);

describe('recipients of a reply', () => {
  it.each([
    ['the author', { from: bob, toRecipients: [alice, carol] }, false, [bob], []],
    ['where answers are wanted', { from: bob, replyTo: [carol, bob], toRecipients: [alice] }, false, [carol, bob], []],
    ['everybody once', { from: bob, toRecipients: [bob, carol], ccRecipients: [carol, alice] }, true, [bob, carol], []],
    [
      'nobody by an alias of oneself',
      { from: bob, toRecipients: [person('Projects')], ccRecipients: [carol] },
      true,
      [bob],
      [carol],
    ],
    ['those who got one’s own mail', { from: alice, toRecipients: [bob], ccRecipients: [carol] }, false, [bob], []],
    [
      'all who got one’s own mail',
      { isFromMe: true, toRecipients: [bob], ccRecipients: [carol] },
      true,
      [bob],
      [carol],
    ],
    ['oneself, if there is nobody else', { from: alice, toRecipients: [alice] }, true, [alice], []],
    ['nobody without an address', { from: bob, toRecipients: [{ name: 'Old' }] }, true, [bob], []],
    ['nobody, of a note without author', {}, true, [], []],
    [
      'nobody by an address that is none',
      { from: bob, replyTo: [{ address: 'x@y.test>\r\nBcc: z@y.test' }, { address: 'a b@c.test' }, carol] },
      false,
      [carol],
      [],
    ],
    [
      'people by names of one line that say what they show',
      {
        from: {
          name: ' Eve\r\nBcc: \u202Ez@y.test\u2028=?utf-8?q?Boss?= ',
          address: 'eve@y.test',
        },
      },
      false,
      [{ name: 'Eve Bcc: z@y.test = ?utf-8?q?Boss?=', address: 'eve@y.test' }],
      [],
    ],
  ])('are %s', (_name, properties, toAll, to, cc) => {
    expect(answerRecipients(message(properties), { toAll, own })).toEqual({ to, cc });
  });
});

describe('an answer', () => {
  it('has one prefix, whatever the original has', () => {
    const subjects = ['Plan', 'RE: AW: Plan', 'Fwd: re[2]: Plan', '回复：Plan'];
    expect(subjects.map((subject) => answerSubject('replyAll', subject))).toEqual(Array(4).fill('Re: Plan'));
    expect([answerSubject('forward', 'Re: Plan'), answerSubject('reply', undefined)]).toEqual(['Fw: Plan', 'Re:']);
  });

  it('has a subject of one line, as short as servers keep it', () => {
    expect(answerSubject('reply', 'Plan\r\nBcc: x@y.test =?utf-8?q?Paid?=')).toBe(
      'Re: Plan Bcc: x@y.test = ?utf-8?q?Paid?=',
    );
    expect(answerSubject('reply', '\u{1F600}'.repeat(300))).toBe(`Re: ${'\u{1F600}'.repeat(125)}`);
  });

  it('names no message by what is no id', () => {
    const thread = (internetMessageId: string, references?: string) =>
      threadHeaders(message({ internetMessageId, references }));
    expect(thread('<a@x>\r\nBcc: z@y.test')).toEqual({});
    expect(thread(`<${'a'.repeat(1_000)}@x>`)).toEqual({});
    expect(thread('<c@x>', `<a\u0000@x> <b@x> <${'a'.repeat(1_000)}@x>`).references).toBe('<b@x> <c@x>');
  });

  it('quotes nothing that looks like the sender’s own line, in any reader', async () => {
    const bodyBest = { type: 'Text', content: 'a\u2028b\u0085c\vd\fe\r\nf', isTruncated: false } as const;
    const { content } = await quotedBody({ type: 'Text', content: 'Yes' }, message({ subject: 'S\u0085T', bodyBest }));
    expect(content).toBe('Yes\n\nSubject: S T\n\n> a\n> b\n> c\n> d\n> e\n> f');
  });

  it('lets no style of the original reach the new text', async () => {
    const content = '<style>div{display:none}</style><p style="position:fixed;top:0">I owe you</p>';
    const bodyBest = { type: 'HTML', content, isTruncated: false } as const;
    const added = { type: 'HTML', content: '<style>p{color:red}</style><p>No</p>' } as const;
    const html = (await quotedBody(added, message({ bodyBest }))).content;
    expect(html).toMatch(/^<div><style>p\{color:red\}<\/style><p>No<\/p><\/div>/);
    expect(html).not.toContain('display:none');
    expect(html).toMatch(/<blockquote [^>]*overflow:auto;transform:translate\(0\)">/);
  });

  it('names the thread, each message once, and of a very long one the beginning and the end', () => {
    const thread = (internetMessageId?: string, references?: string, inReplyTo?: string) =>
      threadHeaders(message({ internetMessageId, references, inReplyTo }));
    expect(thread()).toEqual({});
    expect(thread('<c@x>', '<a@x>\r\n <b@x> <a@x>')).toEqual({ inReplyTo: '<c@x>', references: '<a@x> <b@x> <c@x>' });
    expect(thread('<c@x>', undefined, '<b@x>')).toEqual({ inReplyTo: '<c@x>', references: '<b@x> <c@x>' });
    const long = Array.from({ length: 500 }, (_, index) => `<${index}@x>`);
    const kept = thread('<last@x>', long.join(' ')).references?.split(' ') ?? [];
    expect([kept.length, kept[0], kept[1], kept.at(-1)]).toEqual([100, '<0@x>', '<402@x>', '<last@x>']);
  });

  it('quotes under a head to which nobody adds a line, nor markup', async () => {
    const from = { name: 'Mallory <b>\r\nSubject: Paid', address: 'm@x.test' };
    const bodyBest = { type: 'HTML', content: 'x', isTruncated: false } as const;
    const html = (await quotedBody(undefined, message({ from, subject: 'A\nTo: B', bodyBest }))).content;
    expect(html).toContain(
      '<b>From:</b> Mallory &lt;b&gt; Subject: Paid &lt;m@x.test&gt;<br><b>Subject:</b> A To: B</div>',
    );
    const text = (await quotedBody({ type: 'Text', content: 'Yes' }, message({ from, subject: 'A\nTo: B' }))).content;
    expect(text).toBe('Yes\n\nFrom: Mallory <b> Subject: Paid <m@x.test>\nSubject: A To: B\n\n>');
  });

  it('quotes a text of any length as one of a few lines, and lets others have their turn', async () => {
    for (const end of ['\n', '\r\n', '\r', '\u2028']) {
      const lines = Array.from({ length: 60_000 }, (_, index) => ['', '>x', 'line'][index % 3] ?? '');
      const bodyBest = { type: 'Text', content: lines.join(end) + 'end', isTruncated: false } as const;
      let turns = 0;
      const count = (): void => {
        turns += 1;
        others = setImmediate(count);
      };
      let others = setImmediate(count);
      const { content } = await quotedBody(undefined, message({ subject: 'S', bodyBest }));
      clearImmediate(others);
      const expected = lines.map((line, index) => (index % 3 === 2 ? `> ${line}` : `>${line}`)).join('\n');
      expect(content === `Subject: S\n\n${expected}end`).toBe(true);
      expect(turns).toBeGreaterThan(0);
    }
  });

  it('escapes a long text whole', async () => {
    const bodyBest = { type: 'Text', content: '<"&'.repeat(100_001), isTruncated: false } as const;
    const { content } = await quotedBody({ type: 'HTML', content: 'a' }, message({ subject: 'S', bodyBest }));
    expect(content).toContain(`>${'&lt;&quot;&amp;'.repeat(100_001)}</div>`);
  });

  it('looks for pictures in a body of nothing but links only so far', () => {
    const file = { kind: 'file', name: 'a', isInline: true, contentId: 'b@x' } as never;
    const links = (count: number): string => `${'cid:a@x '.repeat(count)}cid:b@x`;
    expect([9_999, 10_000].map((count) => isShownIn(links(count))(file))).toEqual([true, false]);
  });

  it('knows the pictures of a body by any spelling of their ids', () => {
    const file = (contentId?: string) => ({ kind: 'file', name: 'a', isInline: true, contentId }) as never;
    const isShown = isShownIn(
      `<img src="cid:a%40x"><img src=cid:b@x><p style='background:url(CID:d@x)'><img src="cid:e&amp;f@x"><img src="cid:long@x.y">`,
    );
    const ids = ['a@x', 'b@x', 'd@x', 'e&f@x', 'c@x', 'long@x', undefined];
    expect(ids.map(file).map(isShown)).toEqual([true, true, true, true, false, false, false]);
  });
});
