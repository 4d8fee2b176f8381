import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { contentDisposition, safeFileName } from '../../src/http/content-disposition.ts';

/** What names are put together from. */
const hostilePieces = [
  '"\\;=\'%/. \r\n\u0000\u0085\u2028\u202E\ud800\udc00é',
  "%22 %0d%0a \r\n .. filename filename*=UTF-8''evil.exe =?utf-8?q?evil?= 🎈 a .pdf .exe",
].flatMap((text, index) => text.split(index === 0 ? '' : ' '));

describe('contentDisposition', () => {
  test.each([
    ['report.pdf', 'attachment; filename="report.pdf"'],
    ['Q3 report (final).pdf', 'attachment; filename="Q3 report (final).pdf"'],
    ['Übersicht.pdf', `attachment; filename="Ubersicht.pdf"; filename*=UTF-8''%C3%9Cbersicht.pdf`],
    ['отчёт.docx', `attachment; filename="_____.docx"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.docx`],
    ['🎈.png', `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%8E%88.png`],
    [
      `it's 100% *sure*.txt`,
      `attachment; filename="it_s 100_ _sure_.txt"; filename*=UTF-8''it%27s%20100%25%20%2Asure%2A.txt`,
    ],
    ['a"b;c.txt', `attachment; filename="a_b_c.txt"; filename*=UTF-8''a%22b%3Bc.txt`],
  ])('%s', (name, header) => {
    expect(contentDisposition('attachment', name)).toBe(header);
  });

  test('whatever the sender wrote, the header is one line of plain characters', () => {
    for (const name of [
      'a\r\nSet-Cookie: x=1',
      'a\u0000b',
      'x'.repeat(5000),
      '\u{1F468}\u200D\u{1F469}.txt',
      '"; filename="evil.exe',
    ]) {
      const header = contentDisposition('inline', name);
      expect(header).toMatch(/^inline; filename="[\x20-\x7E]*"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]*)?$/);
      expect(header.match(/filename="/g)).toHaveLength(1);
    }
  });

  test('10,000 hostile names are read back by an independent reader as one safe name, with no header beside it', async () => {
    const piece = fc.constantFrom(...hostilePieces);
    const name = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(name, async (written) => {
        const safe = safeFileName(written);
        expect(safe).toMatch(/^[^\p{Cc}\p{Cs}/\\\u2028-\u202E\u2066-\u2069]+$/u);
        const header = contentDisposition('attachment', written);
        const { attachments, headers } = await PostalMime.parse(
          `Content-Type: application/octet-stream\r\nContent-Disposition: ${header}\r\n\r\nx`,
        );
        expect(headers).toHaveLength(2);
        // This reader unfolds a run of spaces into one.
        expect(attachments.map(({ disposition, filename }) => [disposition, filename?.replace(/ +/g, ' ')])).toEqual([
          ['attachment', safe.replace(/ +/g, ' ')],
        ]);
        expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);
});

describe('safeFileName', () => {
  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\temp\\a.txt', 'C:_temp_a.txt'],
    ['.htaccess', 'htaccess'],
    ['. .htaccess', 'htaccess'],
    ['report.pdf. . ', 'report.pdf'],
    ['', 'attachment'],
    [' . ', 'attachment'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
    ['a\tb.txt', 'a_b.txt'],
    ['=?utf-8?q?..=2Fa?=', '_utf-8?q?..=2Fa?='],
    ['a\u2028b\u2029c\u0085.txt', 'a_b_c_.txt'],
    ['a\u061Cb\u200Bc.txt', 'a_b_c.txt'],
  ])('%j is stored as %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  test('a long name keeps its extension', () => {
    const name = safeFileName(`${'ж'.repeat(400)}.docx`);
    expect(name).toHaveLength(150);
    expect(name.endsWith('ж.docx')).toBe(true);
  });
});
