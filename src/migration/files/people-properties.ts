import type { Attendee, Recipient, ResponseType } from '../../ews/properties/recipient.ts';
import type { PortableEvent, EventContent } from '../portable/portable-event.ts';
import { cleanLine, type ContentProperty } from './content-line.ts';

/** Who organises an event and who is asked to come, as the mailbox with this address knows it; nothing for what concerns its owner alone. */
export const peopleProperties = (
  content: EventContent,
  { organizer, isOrganizer }: Pick<PortableEvent, 'organizer' | 'isOrganizer'>,
  owner: string,
): readonly ContentProperty[] => {
  if (!content.isMeeting) return [];
  const own = isOrganizer ? undefined : content.myResponse;
  const attendee =
    (role: string, kind: string) =>
    (one: Attendee): ContentProperty =>
      attendeeProperty(one, own !== undefined && isOwner(one, owner) ? own : one.response, role, kind);
  return [
    ...(organizer === undefined ? [] : [person('organizer', organizer, {})]),
    ...content.requiredAttendees.map(attendee('REQ-PARTICIPANT', 'INDIVIDUAL')),
    ...content.optionalAttendees.map(attendee('OPT-PARTICIPANT', 'INDIVIDUAL')),
    ...content.resources.map(attendee('NON-PARTICIPANT', 'RESOURCE')),
    // Who was invited through a group stands nowhere among the attendees.
    ...(own === undefined ? [] : [['x-ews-my-response', {}, 'text', own] as const]),
  ];
};

const isOwner = ({ mailbox }: Attendee, owner: string): boolean =>
  mailbox.address?.toLowerCase() === owner.toLowerCase();

const answers: Readonly<Record<ResponseType, string>> = {
  Accept: 'ACCEPTED',
  Decline: 'DECLINED',
  Tentative: 'TENTATIVE',
  Organizer: 'ACCEPTED',
  NoResponseReceived: 'NEEDS-ACTION',
  Unknown: 'NEEDS-ACTION',
};

const attendeeProperty = (
  { mailbox, respondedAt }: Attendee,
  response: ResponseType,
  role: string,
  kind: string,
): ContentProperty => {
  const partstat = answers[response];
  return person('attendee', mailbox, {
    cutype: kind,
    role,
    partstat,
    ...(partstat === 'NEEDS-ACTION' ? { rsvp: 'TRUE' } : {}),
    ...(respondedAt === undefined ? {} : { 'x-ews-responded-at': respondedAt }),
  });
};

/** Somebody without an address keeps the name, at an address of which every program knows that it is none. */
const person = (
  name: string,
  { name: called, address }: Recipient,
  parameters: ContentProperty[1],
): ContentProperty => [
  name,
  { ...(called === undefined ? {} : { cn: cleanLine(called) }), ...parameters },
  'cal-address',
  address === undefined ? 'invalid:nomail' : `mailto:${encodedAddress(cleanLine(address))}`,
];

/** RFC 6068: what a mailto URI may not hold as it is. */
const encodedAddress = (address: string): string =>
  address.replace(/[^A-Za-z0-9@.!$'*+/=^_`{|}~-]/gu, (character) => encodeURIComponent(character));
