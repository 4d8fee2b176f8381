import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFileName } from '../../src/mailbox/file-name.ts';

test.each([
  ['report.pdf', 'report.pdf'],
  ['.gitignore', '.gitignore'],
  ['نامه\u200Cها.txt', 'نامه\u200Cها.txt'],
  ['👨\u200D👩\u200D👧.png', '👨\u200D👩\u200D👧.png'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['C:\\fakepath\\a.txt', 'C:_fakepath_a.txt'],
  ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
  ['invoice.pdf\u200B\u2060.exe', 'invoice.pdf__.exe'],
  ['a\r\nContent-Type: text/html', 'a__Content-Type: text_html'],
  ['half\ud83d.txt', 'half_.txt'],
  ['none\ufffe.txt', 'none_.txt'],
  ['=?utf-8?q?evil.exe?=', '_utf-8?q?evil.exe?='],
  [' report.pdf. . ', 'report.pdf'],
  ['..', 'attachment'],
  ['', 'attachment'],
])('%j becomes %j', (name, expected) => {
  expect(cleanFileName(name)).toBe(expected);
});

test('a long name keeps its extension, and no character is cut in half', () => {
  expect(cleanFileName(`${'ж'.repeat(400)}.docx`)).toBe(`${'ж'.repeat(250)}.docx`);
  expect(cleanFileName(`${'🎈'.repeat(400)}.docx`)).toBe(`${'🎈'.repeat(125)}.docx`);
  expect(cleanFileName('a'.repeat(255))).toBe('a'.repeat(255));
  expect(cleanFileName('a'.repeat(256))).toBe('a'.repeat(255));
});

test('whatever was written, the name is safe, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400, size: 'max' }), (written) => {
      const name = cleanFileName(written);
      expect(name).toMatch(/^[^\p{Cc}\p{Cs}/\\\u2028-\u202E\u2066-\u2069\ufffe\uffff]{1,255}$/u);
      expect(name).not.toMatch(/^\s|[.\s]$/);
      expect(cleanFileName(name)).toBe(name);
    }),
    { numRuns: 2000 },
  );
});
