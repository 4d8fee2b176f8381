import { describe, expect, test } from 'vitest';
import { contentDisposition, safeFileName } from '../../src/http/content-disposition.ts';

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
});

describe('safeFileName', () => {
  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\temp\\a.txt', 'C:_temp_a.txt'],
    ['.htaccess', 'htaccess'],
    ['report.pdf. . ', 'report.pdf'],
    ['', 'attachment'],
    [' . ', 'attachment'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
    ['a\tb.txt', 'a_b.txt'],
  ])('%j is stored as %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  test('a long name keeps its extension', () => {
    const name = safeFileName(`${'ж'.repeat(400)}.docx`);
    expect(name).toHaveLength(150);
    expect(name.endsWith('ж.docx')).toBe(true);
  });
});
