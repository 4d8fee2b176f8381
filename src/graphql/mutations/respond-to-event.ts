import { respondToEvent, type EventAnswer } from '../../mailbox/write/events/respond-to-event.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import { readComment } from '../inputs/comment.ts';
import { OccurrenceScope } from '../inputs/occurrence-scope.ts';
import { EventPayload } from '../refs.ts';
import { itemSource, sourceOf } from '../sources.ts';
import { mutateItem } from './mutate.ts';

const EventResponse = builder.enumType('EventResponse', {
  description: 'An answer to an invitation.',
  values: {
    ACCEPT: { value: 'AcceptItem', description: 'Yes. The event shows its time as the organiser means it.' },
    TENTATIVE: { value: 'TentativelyAcceptItem', description: 'Perhaps. The event stays, as tentative.' },
    DECLINE: { value: 'DeclineItem', description: 'No. The event goes to Deleted Items.' },
  } as const,
});

const RespondToEventInput = builder.inputType('RespondToEventInput', {
  description: 'An answer to an invitation, and what it answers.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description:
        'The CalendarEvent, or the meeting request Message. A message is answered for what it invites to: a series, a single event or one occurrence.',
    }),
    response: t.field({ type: EventResponse, required: true, description: 'The answer.' }),
    comment: t.string({
      description: 'Plain text that the organiser reads in the answer; only with `sendResponse: true`.',
    }),
    sendResponse: t.boolean({
      required: true,
      description:
        'True: the organiser gets the answer by mail, and it is counted in the attendee list. False: only your own calendar knows it.',
    }),
    scope: t.field({
      type: OccurrenceScope,
      required: true,
      defaultValue: 'ENTIRE_SERIES',
      description:
        'Which part of a series is answered: ENTIRE_SERIES, by the id of the series or of any occurrence, or THIS_OCCURRENCE by the id of one. A mail server cannot take an answer for THIS_AND_FOLLOWING.',
    }),
  }),
});

builder.mutationFields((t) => ({
  respondToEvent: t.field({
    complexity: cost('eventAnswer'),
    type: EventPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CALENDAR'),
    description:
      'Accepts an invitation, tentatively or not, or declines it. Needs SEND too with `sendResponse: true`. The event gets a new id on most servers, which the payload tells; the request goes to Deleted Items. An answer can be changed by another one.',
    args: { input: t.arg({ type: RespondToEventInput, required: true, description: 'The answer.' }) },
    resolve: (_root, { input }, context, info) => {
      const { id: idText, response, comment, sendResponse: isSent, scope } = input;
      return mutateItem(context, info, {
        id: idText,
        work: async (mailbox, id) => {
          if (isSent) demandAll(context, mailbox, info, ['SEND']);
          const { note, refuse } = collectIssues();
          const part: EventAnswer['scope'] = scope === 'THIS_OCCURRENCE' ? scope : 'ENTIRE_SERIES';
          note(
            ['input', 'scope'],
            scope === 'THIS_AND_FOLLOWING'
              ? 'cannot be THIS_AND_FOLLOWING: mail servers take an answer for one occurrence or for all of them.'
              : undefined,
          );
          const said = readComment(
            comment,
            { asked: isSent, otherwise: 'would be read by nobody: sendResponse is false.' },
            note,
          );
          refuse();
          const read = await respondToEvent(mailbox, { id, response, comment: said, isSent, scope: part });
          return {
            event: async (wanted) => {
              const event = await read(wanted);
              return event && sourceOf(itemSource(mailbox, event), 'CalendarItem');
            },
          };
        },
      });
    },
  }),
}));
