import fc from 'fast-check';

/** What ends a value somewhere on its way: in XML, in a header, in a list of addresses, in MIME, in JSON. */
export const breakouts: readonly string[] = [
  ']]>',
  '<![CDATA[',
  '</t:Subject><t:Subject>y',
  '</t:Name><t:EmailAddress>eve@example.test</t:EmailAddress></t:Mailbox><t:Mailbox><t:Name>',
  '"/><evil a="',
  '&amp;&#13;&#x0;&lt;evil/&gt;',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
  '<!-- -->',
  '</soap:Body></soap:Envelope>',
  '\r\nBcc: eve@example.test',
  '\nTo: eve@example.test\n\n',
  '\r\n.\r\nMAIL FROM:<eve@example.test>',
  '\r\n\r\n--boundary\r\nContent-Type: text/html\r\n\r\n',
  '", <eve@example.test>, "',
  '<eve@example.test>',
  'eve@example.test;',
  'Group: eve@example.test;',
  '(comment) \\" \\',
  '=?utf-8?q?=0D=0ABcc:_eve@example.test?=',
  '=?utf-8?b?PGV2ZUBleGFtcGxlLnRlc3Q+?=',
  '../../etc/passwd',
  '{"a": "\\u0000"}',
  '__proto__',
  '%0d%0a',
];

const marks =
  '\u0000 \u0008 \t \n \r \u001b \u007f \u0085 \u00ad \u200b \u200c \u200d \u200f \u202e \u2028 \u2029 \u2066'
    .split(' ')
    .concat('\ufeff \ufffe \uffff \ud83d \udc00 \u{1f388} \u{10ffff} é ß İ , ; = ? < > & " \' / \\'.split(' '), ' ');

/** A text of any kind: all planes of Unicode, controls, halves of surrogate pairs, what breaks out of places, short and long. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) },
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 6 })
      .map((codes) => String.fromCharCode(...codes)),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...breakouts), fc.constantFrom(...marks), fc.string({ maxLength: 8 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((pieces) => pieces.join('')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.constantFrom(80, 127, 250, 400))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

/** Any text that mail can carry in one line, of at most 255 characters. */
export const lineText: fc.Arbitrary<string> = anyText.map((text) =>
  text.slice(0, 255).replaceAll(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffe\uffff]|=\?/gu, '·'),
);

/** Texts that nobody could have anything against. */
export const isPlain = (text: string): boolean =>
  text.length <= 200 && /^(?![ ]*$)[\p{L}\p{N}\p{M}\p{Sc} .:!()'*_-]+$/u.test(text);

/** Texts that no single line can hold. */
export const isBroken = (text: string): boolean => /[\r\n\0\ufffe\uffff]|\p{Cs}/u.test(text);
