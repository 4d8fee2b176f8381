import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeContentType } from '../../src/http/safe-content-type.ts';

const unknown = 'application/octet-stream';

describe('safeContentType', () => {
  test.each([
    'image/png',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'text/plain; charset=utf-8',
    'text/html;charset="iso-8859-1"',
    'image/svg+xml',
    'message/rfc822',
  ])('%s is told as it is', (type) => {
    expect(safeContentType(type)).toBe(type);
  });

  test.each([
    ['none', ''],
    ['a word', 'text'],
    ['two of them', 'text/html, image/png'],
    ['a header in it', 'text/html\r\nX-Evil: 1'],
    ['a line break at its end', 'image/png\n'],
    ['a null character', 'image/png\u0000text/html'],
    ['a line break of Unicode', 'text/html\u2028, image/png'],
    ['white space before it', ' image/png'],
    ['a parameter that is not the charset', 'text/plain; name="a.html"'],
    ['two charsets', 'text/plain; charset=utf-8; charset=utf-7'],
    ['a type that goes on and on', `image/${'x'.repeat(100)}`],
    ['parts that replace each other', 'multipart/x-mixed-replace; charset=x'],
    ['parts of any kind', 'Multipart/Related'],
    ['a script', 'text/javascript'],
    ['a script with a charset', 'Application/JavaScript; charset=utf-8'],
    ['a script by its old name', 'application/x-ecmascript'],
    ['a script by its oldest name', 'text/livescript'],
    ['a script of a version', 'text/javascript1.5'],
    ['a script by the name of one browser', 'text/jscript'],
  ])('%s becomes a file of unknown type', (_name, type) => {
    expect(safeContentType(type)).toBe(unknown);
  });

  test('whatever the sender wrote, 10,000 times, is one header of plain characters', () => {
    const piece = fc.constantFrom(
      'text',
      '/',
      'html',
      ';',
      ' charset=',
      '"',
      '\r\n',
      '\u0000',
      ',',
      'é',
      'image',
      'png',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (type) => {
          const told = safeContentType(type);
          expect(told).toMatch(/^[\x21-\x7E]+(?:; ?charset=[\x21-\x7E]+)?$/);
          expect(new Headers({ 'content-type': told }).get('content-type')).toBe(told);
          expect(told).not.toContain(',');
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
