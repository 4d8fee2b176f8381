import { messageProperties as rows } from '../../ews/properties/message.ts';
import { isGoneOrClosed } from '../../mailbox/is-gone.ts';
import { loadReferenced } from '../../mailbox/load-referenced.ts';
import { builder } from '../builder.ts';
import { ResponseStatus } from '../events/calendar-enums.ts';
import { cost } from '../guards/cost.ts';
import { pick } from '../pick.ts';
import { seesMail } from '../guards/permission.ts';
import { CalendarEvent, MeetingMessage, Message } from '../refs.ts';
import { reads, readsInside, wantedProperties } from '../selection.ts';
import { itemSource, sourceOf, type ItemSource } from '../sources.ts';

/** Requests, responses and cancellations: their own elements on Exchange, plain messages of this class on other servers. */
const isMeetingMessage = ({ item: { element, properties } }: ItemSource<'Message'>): boolean =>
  element.startsWith('Meeting') || /^IPM\.Schedule\.Meeting\./i.test(properties.itemClass ?? '');

builder.objectField(Message, 'meeting', (t) =>
  t.field({
    type: MeetingMessage,
    description: 'What a meeting request, response or cancellation says; null on other messages.',
    extensions: readsInside(rows.itemClass),
    resolve: (source) => (isMeetingMessage(source) ? source : undefined),
  }),
);

MeetingMessage.implement({
  permission: seesMail,
  description: 'The part of a meeting request, response or cancellation that concerns the calendar.',
  fields: (t) => ({
    event: t.field({
      complexity: cost('eventOfMeeting'),
      type: CalendarEvent,
      description:
        'The event in this mailbox’s calendar; null when there is none, or none any more, and in what a delegate gets: that event stands in the calendar of the mailbox that the meeting is for, and is shown there.',
      extensions: reads(rows.associatedCalendarItemId),
      resolve: async (source, _args, _context, info) => {
        const pointer = pick(source, source.item.properties.associatedCalendarItemId);
        if (pointer === undefined) return undefined;
        const { mailbox } = source;
        try {
          return sourceOf(
            itemSource(mailbox, await loadReferenced(mailbox, pointer.id, wantedProperties(info, mailbox))),
            'CalendarItem',
          );
        } catch (error) {
          if (isGoneOrClosed(error)) return undefined;
          throw error;
        }
      },
    }),
    responseType: t.field({
      type: ResponseStatus,
      description: 'The answer: in a response the attendee’s, in a request that of this mailbox’s owner so far.',
      extensions: reads(rows.responseType),
      resolve: (source) => pick(source, source.item.properties.responseType),
    }),
    proposedStart: t.field({
      type: 'DateTime',
      description: 'When the attendee would rather begin; set when a response proposes another time.',
      extensions: reads(rows.proposedStart),
      resolve: ({ item }) => item.properties.proposedStart,
    }),
    proposedEnd: t.field({
      type: 'DateTime',
      description: 'When the attendee would rather end.',
      extensions: reads(rows.proposedEnd),
      resolve: ({ item }) => item.properties.proposedEnd,
    }),
    isOutOfDate: t.boolean({
      nullable: false,
      description: 'A later message about the same meeting has overtaken this one.',
      extensions: reads(rows.isOutOfDate),
      resolve: (source) => pick(source, source.item.properties.isOutOfDate) ?? false,
    }),
    isDelegated: t.boolean({
      nullable: false,
      description: 'It came to this mailbox on behalf of another one.',
      extensions: reads(rows.isDelegated),
      resolve: (source) => pick(source, source.item.properties.isDelegated) ?? false,
    }),
  }),
});
