import { expect, test } from 'vitest';
import { organizerMime } from '../../../src/migration/mailboxes/calendar/organizer-mime.ts';
import { event } from '../files/portable-samples.ts';

const textOf = async (source: ReturnType<typeof organizerMime>): Promise<string> => {
  let text = '';
  for await (const piece of source.stream()) text += Buffer.from(piece).toString('utf8');
  return text;
};

test.each(['\r\n', '\n', '\r', '\u0085', '\u2028'])(
  'whoever invited adds no line to the copy by a line end (%j) in a name, an address, a subject or a UID',
  async (end) => {
    const added = `x${end}ATTENDEE:mailto:mallory@example.test`;
    const mime = organizerMime(
      event({ uid: added, subject: added, isOrganizer: false, organizer: { name: added, address: added } }),
    );
    const lines = (await textOf(mime)).replace(/\r\n /g, '').split(/[\r\n\u0085\u2028]+/);
    expect(lines.map((line) => line.split(/[:;]/)[0])).toEqual([
      'BEGIN',
      'PRODID',
      'VERSION',
      'METHOD',
      'BEGIN',
      'UID',
      'DTSTART',
      'DTEND',
      'DTSTAMP',
      'SUMMARY',
      'ORGANIZER',
      'END',
      'END',
      '',
    ]);
  },
);
