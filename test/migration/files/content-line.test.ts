import fc from 'fast-check';
import ICAL from 'ical.js';
import VCard from 'vcf';
import { describe, expect, it } from 'vitest';
import { calendarLine, cardLine, cleanText, textProperty } from '../../../src/migration/files/content-line.ts';

/** Text of every kind: letters, controls, line ends, marks of both formats, emoji, halves of surrogate pairs. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(
      '\\',
      ';',
      ',',
      ':',
      '"',
      '\n',
      '\r',
      '\t',
      ' ',
      'ü',
      '台',
      '👩‍👩‍👧',
      '\u0000',
      '\u0085',
      '\u2028',
      '\uD83D',
      'n',
      '^',
    ),
  }),
  fc.string({ unit: 'grapheme', minLength: 60, maxLength: 400 }),
);

const checkLines = (written: string): void => {
  const lines = written.split('\r\n');
  expect(lines.pop()).toBe('');
  for (const [index, line] of lines.entries()) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/(?!\t)[\p{Cc}\u2028\u2029]/u);
    expect(line).toBe(line.toWellFormed());
    if (index > 0) expect(line).toMatch(/^ /);
  }
};

describe('lines of iCalendar and vCard', () => {
  it('bring back any text, in lines of 75 octets that tear no character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = calendarLine(textProperty('description', text));
        checkLines(written);
        const [, , , read] = ICAL.parse.property(written.replaceAll('\r\n ', '').trimEnd()) as string[];
        expect(read?.trimEnd()).toBe(cleanText(text).trimEnd());
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it('bring back any text of a card', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = cardLine(textProperty('note', `a${text}z`));
        checkLines(written);
        const [card] = VCard.parse(`BEGIN:VCARD\r\nVERSION:3.0\r\n${written}END:VCARD\r\n`);
        const read = card?.get('note').valueOf() as unknown as string;
        expect(read.replace(/\\([\\;,n])/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))).toBe(
          cleanText(`a${text}z`),
        );
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it('take no text of a parameter for the end of it', () => {
    fc.assert(
      // ical.js reads a backslash in a parameter as if it were one in a text.
      fc.property(
        anyText.map((text) => text.replaceAll('\\', '/')),
        (name) => {
          const written = calendarLine([
            'attendee',
            { cn: cleanText(name), role: 'CHAIR' },
            'cal-address',
            'mailto:a@b.test',
          ]);
          checkLines(written);
          const [, parameters, , value] = ICAL.parse.property(written.replaceAll('\r\n ', '').trimEnd()) as [
            string,
            Record<string, string>,
            string,
            string,
          ];
          expect([parameters['role'], value]).toEqual(['CHAIR', 'mailto:a@b.test']);
          expect(parameters['cn']).toBe(cleanText(name));
        },
      ),
      { seed: 9, numRuns: 300 },
    );
  });
});
