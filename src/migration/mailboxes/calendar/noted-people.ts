import type { Attendee, Recipient, ResponseType } from '../../../ews/properties/recipient.ts';
import type { PortableBody } from '../../portable/portable-content.ts';
import type { EventContent, PortableEvent } from '../../portable/portable-event.ts';

/**
 * A meeting of somebody else's as an appointment that tells at the end of its notes who invited, whom, and what the owner answered. For servers that make
 * whoever writes an event its organiser: with attendees in their list, the next change would be sent to all of them.
 */
export const withNotedPeople = (event: PortableEvent): PortableEvent => {
  const alone = <Content extends EventContent>(content: Content): Content => ({
    ...content,
    body: notedBody(content, event.organizer),
    requiredAttendees: [],
    optionalAttendees: [],
    resources: [],
    myResponse: 'Organizer',
    isMeeting: false,
    isCancelled: false,
  });
  return {
    ...alone(event),
    isOrganizer: true,
    invitationsSent: false,
    organizer: undefined,
    exceptions: event.exceptions.map(alone),
  };
};

const notedBody = (content: EventContent, organizer: Recipient | undefined): PortableBody => {
  const lines = [
    ...(organizer === undefined ? [] : [`Organizer: ${person(organizer)}`]),
    ...listed('Required attendees', content.requiredAttendees),
    ...listed('Optional attendees', content.optionalAttendees),
    ...listed('Rooms and equipment', content.resources),
    `My response: ${answers[content.myResponse]}`,
    ...(content.isCancelled ? ['The organizer has cancelled this meeting.'] : []),
  ];
  if (content.body?.type === 'HTML') {
    const html = lines.map((line) => escaped(line)).join('<br>');
    const notes = `<hr><p>${html}</p>`;
    const end = content.body.content.search(/<\/body\s*>/i);
    const at = end === -1 ? content.body.content.length : end;
    return { type: 'HTML', content: content.body.content.slice(0, at) + notes + content.body.content.slice(at) };
  }
  const text = content.body === undefined ? '' : `${content.body.content.trimEnd()}\n\n`;
  return { type: 'Text', content: `${text}--\n${lines.join('\n')}\n` };
};

const answers: Readonly<Record<ResponseType, string>> = {
  Unknown: 'none',
  Organizer: 'none',
  Tentative: 'tentative',
  Accept: 'accepted',
  Decline: 'declined',
  NoResponseReceived: 'none',
};

const listed = (title: string, people: readonly Attendee[]): readonly string[] =>
  people.length === 0 ? [] : [`${title}: ${people.map(({ mailbox }) => person(mailbox)).join('; ')}`];

const person = ({ name, address }: Recipient): string => {
  if (address === undefined) return name ?? '';
  return name === undefined || name === address ? address : `${name} <${address}>`;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
