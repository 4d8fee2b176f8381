import ICAL from 'ical.js';
import type { ByteSource } from '../../../ews/byte-source.ts';
import type { PortableEvent } from '../../portable/portable-event.ts';

/**
 * The little of an invitation that says who sent it. EWS lets nobody write the organiser of an event but by its MIME content, as DavMail does; everything
 * else is written beside it, by its own name.
 */
export const organizerMime = (event: PortableEvent): ByteSource => {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('prodid', '-//workmail-graphql//migration//EN');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('method', 'PUBLISH');
  const vevent = new ICAL.Component('vevent');
  if (event.uid !== undefined) vevent.addPropertyWithValue('uid', oneLine(event.uid));
  vevent.addPropertyWithValue('dtstart', utcTime(event.start));
  vevent.addPropertyWithValue('dtend', utcTime(event.end));
  vevent.addPropertyWithValue('dtstamp', utcTime(event.lastModifiedAt ?? event.start));
  if (event.subject !== undefined) vevent.addPropertyWithValue('summary', oneLine(event.subject));
  const organizer = vevent.addPropertyWithValue('organizer', `mailto:${oneLine(event.organizer?.address ?? '')}`);
  if (event.organizer?.name !== undefined)
    organizer.setParameter('cn', oneLine(event.organizer.name).replaceAll('"', "'"));
  calendar.addSubcomponent(vevent);
  const bytes = Buffer.from(`${calendar.toString()}\r\n`, 'utf8');
  return {
    size: bytes.byteLength,
    stream: async function* () {
      yield bytes;
    },
  };
};

/** Line ends in a name would begin lines of their own: attendees, files, whatever somebody had written there. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

const utcTime = (instant: string): InstanceType<typeof ICAL.Time> =>
  ICAL.Time.fromDateTimeString(instant.replace(/\.\d+Z$/, 'Z'));
