import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMimeMessage } from '../../../src/emulator/mail/mime-message.ts';
import { mimeContent } from '../../../src/emulator/mail/mime.ts';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';

const read = (...lines: readonly string[]) => {
  const { properties, attachments } = readMimeMessage(Buffer.from(lines.join('\r\n')));
  return { element: node('t:Message', properties), attachments };
};

const peopleIn = (element: XmlNode, list: string): readonly (readonly [string | undefined, string | undefined])[] =>
  (child(element, list)?.children ?? []).map((one) => [childText(one, 't:Name'), childText(one, 't:EmailAddress')]);

describe('reading RFC 5322', () => {
  it('finds people in every form of address', () => {
    const { element } = read(
      'To: "Jones, Bob" <bob@example.org>, carol@example.org (on leave), =?utf-8?Q?Zo=C3=AB_M?= <zoe@example.org>,',
      '\tTeam: dave@example.org, "Eve \\"E\\" Q" <eve@example.org>;',
      '',
      'x',
    );
    expect(peopleIn(element, 't:ToRecipients')).toEqual([
      ['Jones, Bob', 'bob@example.org'],
      [undefined, 'carol@example.org'],
      ['Zoë M', 'zoe@example.org'],
      [undefined, 'dave@example.org'],
      ['Eve "E" Q', 'eve@example.org'],
    ]);
  });

  it('joins encoded words and unfolds lines', () => {
    const { element } = read('Subject: =?utf-8?B?5pel?= =?utf-8?B?5pys?=', ' and more', '', 'x');
    expect(childText(element, 't:Subject')).toBe('日本 and more');
  });

  it('prefers HTML, and tells files from what is shown', () => {
    const { element, attachments } = read(
      'Subject: x',
      'Content-Type: multipart/mixed; boundary="a b"',
      '',
      'preamble',
      '--a b',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain',
      '',
      'plain',
      '--inner',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>gr=FCn=',
      '</p>',
      '--inner--',
      '--a b',
      "Content-Type: text/plain; name*=utf-8''%E6%97%A5.txt",
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      'aGVs',
      'bG8=',
      '--a b',
      'Content-Type: image/png',
      'Content-ID: <logo@x>',
      'Content-Disposition: inline; filename=logo.png',
      '',
      'png',
      '--a b',
      'Content-Type: message/rfc822',
      '',
      'Subject: Inner',
      '',
      'deep',
      '--a b--',
      'epilogue',
    );
    expect(child(element, 't:Body')).toMatchObject({ attributes: { BodyType: 'HTML' }, text: '<p>grün</p>' });
    expect(attachments.map(({ kind, name }) => [kind, name])).toEqual([
      ['file', '日.txt'],
      ['file', 'logo.png'],
      ['item', 'Inner'],
    ]);
    const [first, second, third] = attachments;
    expect(first?.kind === 'file' && Buffer.from(first.content()).toString()).toBe('hello');
    expect(second).toMatchObject({ contentId: 'logo@x', isInline: true, contentType: 'image/png' });
    expect(third?.kind === 'item' && childText(third.item.element, 't:Body')).toBe('deep');
  });

  it('reads back what the emulator composes, whatever the words', () => {
    // Control characters cannot stand in a header, and blanks at the ends of one are not part of it.
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => /^[^\p{C}\s]+( [^\p{C}\s]+)*$/u.test(text));
    fc.assert(
      fc.property(line, line, fc.uint8Array({ maxLength: 300 }), (subject, name, bytes) => {
        const item: SeedItem = {
          element: node('t:Message', [
            node('t:Subject', subject),
            node('t:Body', { BodyType: 'HTML' }, `<p>${subject}</p>`),
            node('t:ToRecipients', [
              node('t:Mailbox', [node('t:Name', name), node('t:EmailAddress', 'x@example.org')]),
            ]),
          ]),
          attachments: [
            { kind: 'file', name, contentType: 'image/png', isInline: false, size: bytes.length, content: () => bytes },
          ],
        };
        const { properties, attachments } = readMimeMessage(Buffer.from(mimeContent(item, item.element), 'base64'));
        const element = node('t:Message', properties);
        expect(childText(element, 't:Subject')).toBe(subject);
        expect(childText(element, 't:Body')).toBe(`<p>${subject}</p>`);
        expect(peopleIn(element, 't:ToRecipients')).toEqual([[name, 'x@example.org']]);
        const [file] = attachments;
        expect(file?.name).toBe(name);
        expect(file?.kind === 'file' && Buffer.from(file.content())).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 300 },
    );
  });
});
